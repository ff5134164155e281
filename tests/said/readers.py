"""Who reads a part of the window: whoever works at it, or the patient, in the patient's language."""

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.patient_screen.topics import patient_language
from stemsup_desktop.language import Language
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.consent.desk import WritingDesk
from stemsup_desktop.ui.pages.explain.reading_pane import ReadingPane
from stemsup_desktop.ui.pages.explain.topic_list import TopicList

EXPLAINED = ReadingPane, TopicList


def find_language(widget: QWidget, spoken: Language) -> Language:
    """Return the language that a widget must be in, where the window speaks this one."""
    is_explained = False
    at: QWidget | None = widget
    while at is not None:
        if isinstance(at, WritingDesk):
            return at._words.language
        is_explained = is_explained or isinstance(at, EXPLAINED)
        if is_explained and isinstance(at, Page):
            state = at.context.session.state
            return patient_language(state.patient, state.consultation)
        at = at.parentWidget()
    return spoken

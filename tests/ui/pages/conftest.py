"""What the tests of pages share: the shipped content, a vault stepped by hand, the examination of any questionnaire."""

from collections.abc import Callable, Iterator

import pytest
from form_pages import Open, with_responses
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.questionnaire.answers import ItemAnswers
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.session import Session, make_session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage


@pytest.fixture
def open_page(
    theme: Theme,
    window_language: WindowLanguage,
    runner: JobRunner,
    drafts: SavedDrafts,
    clock: SteppedClock,
    shown: Callable[[QWidget, int, int], QWidget],
    qtbot: QtBot,
    access: VaultAccess,
) -> Iterator[Open]:
    """Open the page of a visit with a questionnaire, built to its end."""
    sessions: list[Session] = []

    def open_it(content: ClinicalContent, *responses: ItemAnswers, width: int = 1000) -> ExaminationPage:
        session = make_session(content, runner, drafts.save, clock)
        sessions.append(session)
        session.open_visit(PATIENT, with_responses(Consultation("c1", NOW), responses), CLINIC, PHYSICIAN)
        page = ExaminationPage(PageContext(theme, window_language, session, runner, clock), content, access)
        shown(page, width, 800)
        qtbot.waitUntil(lambda: page.is_built)
        return page

    yield open_it
    for session in sessions:
        session.close_visit()

"""Finds every field to type in of a window and types into it as an input method does; says what became of the text."""

import re
import time
from dataclasses import dataclass

import msgspec
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.value_field import ValueField
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.workspace import Workspace

Editor = QLineEdit | QPlainTextEdit | QTextEdit
KINDS = (QLineEdit, QPlainTextEdit, QTextEdit)
LINE_ENDS = re.compile("\r\n|\r|\u2029")
"""A field of several lines knows one kind of line end; each of these is one."""


@dataclass(frozen=True)
class Field:
    """One field to type in, with the name it is found by."""

    name: str
    editor: Editor

    @property
    def frame(self) -> FieldFrame | None:
        """The frame round the field; a search field has none."""
        at = self.editor.parentWidget()
        while at is not None and not isinstance(at, FieldFrame):
            at = at.parentWidget()
        return at

    @property
    def is_value(self) -> bool:
        """Whether the text stands for a number, a day or a time."""
        return isinstance(self.frame, ValueField)

    @property
    def shown(self) -> str:
        """The text on screen."""
        if isinstance(self.editor, QLineEdit):
            return self.editor.text()
        return self.editor.document().toRawText().replace("\u2029", "\n")

    @property
    def sentence(self) -> str:
        """The sentence that stands under the field, or empty."""
        frame = self.frame
        labels = [] if frame is None else [*frame.findChildren(Label), *frame.findChildren(WrapLabel)]
        return " ".join(label.text() for label in labels if label.isVisible() and label.text())

    def type(self, text: str) -> tuple[str, float]:
        """Type in place of what stands there; return what Qt was given, and how many seconds the window computes."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        given = event.commitString()
        self.editor.setFocus()
        self.editor.selectAll()
        began = time.thread_time()  # what else the machine does is not the window's doing
        QApplication.sendEvent(self.editor, event)
        QApplication.processEvents()
        return (given if isinstance(self.editor, QLineEdit) else LINE_ENDS.sub("\n", given)), time.thread_time() - began

    def leave(self) -> None:
        """Go on to something else."""
        self.editor.clearFocus()
        QApplication.processEvents()

    @property
    def error(self) -> str:
        """What the field says is wrong, or empty."""
        return self.frame.error if self.frame is not None else ""


def find_fields(root: QWidget) -> list[Field]:
    """Return every field that a person can type into now, each once."""
    editors = [editor for kind in KINDS for editor in root.findChildren(kind)]
    return [
        Field(_name_of(editor), editor)
        for editor in editors
        if editor.isVisible() and editor.isEnabled() and not editor.isReadOnly()
    ]


def _name_of(editor: QWidget) -> str:
    at: QWidget | None = editor
    while at is not None and not at.objectName():
        at = at.parentWidget()
    return at.objectName() if at is not None else ""


def texts_of(holder: object) -> set[str]:
    """Return every text in records; of an open window: visit, patient forms, settings, form of a signature."""
    if isinstance(holder, Workspace):
        memory = holder.drafts.patients
        holder = (
            holder.session.state.consultation,
            [entry.draft for entry in memory.entries.values()],
            holder.house_desk.house,
            list(holder.drafts.signings.forms.values()),
            list(holder.drafts.measures.drafts.values()),
        )
    return find_texts(msgspec.to_builtins(holder))


def find_texts(data: object) -> set[str]:
    """Return every text in plain data."""
    found: set[str] = set()
    left = [data]
    while left:
        value = left.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            left.extend(value.values())
        elif isinstance(value, list | tuple):
            left.extend(value)
    return found


def kept(text: str) -> str:
    """Return a text as a record keeps it."""
    return normalise_text(text)

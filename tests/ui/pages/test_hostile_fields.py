"""Every free-text field of every step keeps every hostile text as it was typed, on screen and in the record."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from hostile_strings import HOSTILE
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import ConsultationFile, Summary
from stemsup_desktop.consultation.sites.drawings import read_drawings
from stemsup_desktop.content import Content
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.value_field import ValueField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.explain.page import ExplainPage
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.pages.reason.page import ReasonPage
from stemsup_desktop.ui.pages.treatment.page import TreatmentPage
from stemsup_desktop.ui.vault_access import VaultAccess

Show = Callable[[QWidget, int, int], QWidget]
MOST_CHARACTERS = 1_000
OPENED_FIRST = {"vial_serial"}
"""A vial's number is in the record once the vial is opened: test_treatment_page sees that it is there as typed."""
TEXTS = {name: text for name, text in HOSTILE.items() if text.strip() and len(text) <= MOST_CHARACTERS}


def make_page(step: int, context: PageContext, content: Content, access: VaultAccess) -> Page[Any]:
    match step:
        case 1:
            return ReasonPage(context, content.reference)
        case 2:
            return ExaminationPage(context, content.clinical, access)
        case 3:
            return ExplainPage(context, content)
        case 4:
            drawings = read_drawings(find_resources() / "sites" / "site-map.json")
            return PlanPage(context, content, drawings)
        case _:
            return TreatmentPage(context, content, read_drawings(find_resources() / "sites" / "site-map.json"))


def open_treated(context: PageContext) -> None:
    path = find_resources() / "examples" / "treated.json"
    file = msgspec.json.decode(path.read_bytes(), type=ConsultationFile)
    consultation = msgspec.structs.replace(file.consultation, summary=Summary())
    context.session.open_visit(file.patient, consultation, file.clinic, file.physician)


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


def free_text_fields(page: Page[Any]) -> list[TextField | MultiLineField]:
    fields = page.findChildren(FieldFrame)
    return [
        field
        for field in fields
        if isinstance(field, TextField | MultiLineField)
        and not isinstance(field, ValueField)
        and field.isVisibleTo(page)
        and "search" not in field.objectName()
    ]


@pytest.mark.parametrize("step", [1, 2, 3, 4, 6])
def test_every_text_field_of_a_step_keeps_what_was_typed(
    step: int, context: PageContext, content: Content, shown: Show, qtbot: QtBot, access: VaultAccess
) -> None:
    open_treated(context)
    page = make_page(step, context, content, access)
    shown(page, 1100, 800)
    if step == 2:
        qtbot.waitUntil(lambda: page.findChild(QWidget, "decision") is not None)
    fields = free_text_fields(page)
    assert fields
    for number, field in enumerate(fields):
        # Each field gets its share of the texts, and all of them together every text at least twice.
        share = list(TEXTS.items())[number % 5 :: 5] if len(fields) > 9 else list(TEXTS.items())
        for name, text in share:
            field.setText(text)
            typed = str(field.value())
            page.show_view(page.derive())
            where = f"{field.objectName()}: {name}"
            assert field.value() == typed, where
            if field.objectName() in OPENED_FIRST:
                continue
            record = msgspec.to_builtins(context.session.state.consultation)
            assert normalise_text(typed) in set(texts_in(record)), where

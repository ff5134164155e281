"""Finds and presses what stands on the examination page."""

from collections.abc import Callable
from typing import Any

import msgspec
from form_samples import SDC
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.examination.page import ExaminationPage

Open = Callable[..., ExaminationPage]


def with_responses(visit: Consultation, responses: tuple[ItemAnswers, ...]) -> Consultation:
    examination = msgspec.structs.replace(visit.examination, responses=responses)
    return msgspec.structs.replace(visit, examination=examination)


def field(page: ExaminationPage, name: str) -> TextField:
    found = page.findChild(TextField, name)
    assert isinstance(found, TextField), name
    return found


def press(page: ExaminationPage, name: str) -> None:
    button = page.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton), name
    button.click()


def said(page: ExaminationPage, link_id: str) -> dict[tuple[int, ...], tuple[Answer, ...]]:
    responses = page.context.session.state.consultation.examination.responses
    return {one.place: one.answers for one in responses if one.link_id == link_id and one.answers}


def is_shown(page: ExaminationPage, name: str) -> bool:
    widget = page.findChild(QWidget, name)
    return isinstance(widget, QWidget) and widget.isVisibleTo(page)


def has_focus(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def texts(widget: QWidget) -> list[str]:
    labels = (*widget.findChildren(Label), *widget.findChildren(WrapLabel))
    return [label.text() for label in labels if label.isVisible()]


def calculate(expression: str, name: str = "calculatedExpression") -> dict[str, Any]:
    return {
        "url": f"{SDC}{name}",
        "valueExpression": {"language": "text/fhirpath", "expression": expression},
    }

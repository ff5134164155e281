"""Step 1 with a real session: where one begins, and what stands in a row of a symptom."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtWidgets import QLabel, QWidget

from stemsup_desktop.consultation.record import Complaint, Reason
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.reason.page import ReasonPage
from stemsup_desktop.ui.shell.panes import first_stop_in_body


@pytest.fixture
def page(context: PageContext, content: Content, shown: Callable[..., QWidget]) -> ReasonPage:
    """Step 1 of a visit without a symptom."""
    state = context.session.state
    context.session.change("reason", msgspec.structs.replace(state.consultation, reason=Reason()))
    made = ReasonPage(context, content.reference)
    shown(made, 992, 772)
    return made


def test_a_visit_begins_with_the_first_symptom(page: ReasonPage) -> None:
    begin = first_stop_in_body(page)
    assert begin is not None
    begin.setFocus()
    assert page.window().focusWidget() is page.findChildren(CheckBox)[0]


def test_with_a_symptom_it_goes_on_with_the_first_thing_that_is_open(page: ReasonPage) -> None:
    consultation = page.context.session.state.consultation
    reason = Reason((Complaint("SYM05"),))
    page.context.session.change("reason", msgspec.structs.replace(consultation, reason=reason))
    begin = first_stop_in_body(page)
    assert begin is not None
    begin.setFocus()
    assert not isinstance(page.window().focusWidget(), CheckBox)


def test_a_narrow_row_breaks_between_name_and_evidence(page: ReasonPage) -> None:
    def notes() -> list[str]:
        row = page.findChild(CheckBox, "SYM05").parentWidget()
        return [label.text() for label in row.findChildren(QLabel)]

    page.resize(1600, 772)
    (wide,) = notes()
    page.resize(500, 772)
    (narrow,) = notes()
    assert "\n" not in wide
    assert narrow == wide.replace("  ·  ", "\n")

"""Step 1 of a later visit: the scores asked anew, with those of earlier visits beside, and symptoms taken over."""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest
from consultation.scores.trend_builders import EARLIER, HAIR, SKIN, shipped_content
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.record import Background, Complaint, Reason
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.reason.page import ReasonPage


@pytest.fixture
def page(context: PageContext, shown: Callable[..., QWidget]) -> ReasonPage:
    """Step 1 of a visit with three before it, and no symptom yet."""
    session = context.session
    began = datetime(2026, 11, 17, 10, 30, tzinfo=UTC)
    visit = msgspec.structs.replace(
        session.state.consultation, visit_number=4, started_at=began, reason=Reason(goal="kept")
    )
    session.change("reason", visit)
    session.set_background(visit.consultation_id, Background(visits=EARLIER))
    made = ReasonPage(context, shipped_content().reference)
    shown(made, 992, 772)
    return made


def message_of(page: ReasonPage) -> InlineMessage:
    message = page.findChild(InlineMessage, "before_session")
    assert isinstance(message, InlineMessage)
    return message


def test_the_symptoms_of_the_last_visit_are_taken_over_and_their_scores_are_open(page: ReasonPage) -> None:
    message = message_of(page)
    assert message.isVisibleTo(page)
    link = message.findChild(LinkLabel)
    assert isinstance(link, LinkLabel)
    link.click()
    reason = page.context.session.state.consultation.reason
    assert reason.complaints == (Complaint(HAIR, "diagnosis"), Complaint(SKIN, "diagnosis"))
    assert reason.goal == "kept"
    assert not link.isVisibleTo(page)
    page.context.session.undo()
    assert page.context.session.state.consultation.reason.complaints == ()


def test_each_score_stands_beside_those_of_earlier_days(page: ReasonPage) -> None:
    state = page.context.session.state
    reason = Reason((Complaint(SKIN), Complaint("SYM05")))
    page.context.session.change("reason", msgspec.structs.replace(state.consultation, reason=reason))
    beside = page.findChild(Label, f"earlier_scores:{SKIN}")
    assert isinstance(beside, Label)
    assert beside.text() == "Before: 4 on 20 Oct 2026, not asked on 22 Sep 2026, 5 on 8 Sep 2026"
    never = page.findChild(Label, "earlier_scores:SYM05")
    assert isinstance(never, Label)
    assert not never.isVisibleTo(page)


def test_a_first_visit_shows_nothing_of_the_kind(context: PageContext, shown: Callable[..., QWidget]) -> None:
    made = ReasonPage(context, shipped_content().reference)
    shown(made, 992, 772)
    assert not message_of(made).isVisibleTo(made)

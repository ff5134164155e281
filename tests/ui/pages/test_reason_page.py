"""Step 1 with a real session: where one begins, and what stands in a row of a symptom."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from stemsup_desktop.consultation.record import Complaint, Reason
from stemsup_desktop.content import Content
from stemsup_desktop.reference.model import Symptom
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.reason.complaint_card import ComplaintCard
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


def choose(page: ReasonPage, *symptom_ids: str) -> None:
    """Have exactly these symptoms in the record, with nothing entered about them."""
    session = page.context.session
    reason = Reason(tuple(Complaint(symptom_id) for symptom_id in symptom_ids))
    session.change("reason", msgspec.structs.replace(session.state.consultation, reason=reason))


def find_symptom(page: ReasonPage, symptom_id: str) -> Symptom:
    found = page._library.find_page(symptom_id)
    assert isinstance(found, Symptom)
    return found


def cards_of(page: ReasonPage) -> list[ComplaintCard]:
    """Return the cards that are seen, from top to bottom."""
    return sorted((one for one in page.findChildren(ComplaintCard) if one.isVisible()), key=lambda one: one.y())


def warm_up(page: ReasonPage) -> None:
    for _ in page.warm_up():
        pass


def describe(card: ComplaintCard) -> list[tuple[str, str, str, bool]]:
    """Return name, text and visibility of all that stands on a card."""
    return sorted(
        (type(one).__name__, one.objectName(), one.text() if isinstance(one, QLabel | QAbstractButton) else "", True)
        for one in card.findChildren(QWidget)
        if one.isVisible()
    )


def test_a_card_made_ahead_is_out_of_sight_until_a_symptom_is_chosen(page: ReasonPage) -> None:
    warm_up(page)
    (spare,) = page.findChildren(ComplaintCard)
    assert not spare.isVisible()
    choose(page, "SYM03")
    assert cards_of(page) == [spare]
    warm_up(page)
    choose(page, "SYM03", "SYM01")
    assert [card.accessibleName() for card in cards_of(page)] == [
        find_symptom(page, symptom_id).title.en for symptom_id in ("SYM03", "SYM01")
    ]


@pytest.mark.parametrize("symptom_id", [f"SYM{number:02}" for number in range(1, 13)])
def test_a_card_made_ahead_is_as_one_made_for_its_symptom(page: ReasonPage, symptom_id: str) -> None:
    choose(page, symptom_id)
    (made,) = cards_of(page)
    plain = describe(made)
    choose(page)
    warm_up(page)
    choose(page, symptom_id)
    (ahead,) = cards_of(page)
    assert ahead is not made
    assert describe(ahead) == plain


def test_what_is_done_on_a_card_made_ahead_is_of_its_symptom(page: ReasonPage) -> None:
    warm_up(page)
    choose(page, "SYM03")
    warm_up(page)
    choose(page, "SYM03", "SYM12")
    (code, *_) = find_symptom(page, "SYM12").icd10
    page.findChild(QAbstractButton, f"code:SYM12:{code.code}").click()
    page.findChild(QAbstractButton, "baseline_nrs:SYM03_7").click()
    before, last = page.context.session.state.consultation.reason.complaints
    assert (before.icd10, before.baseline_nrs) == ("", 7)
    assert (last.icd10, last.diagnosis, last.baseline_nrs) == (code.code, code.name.en, None)


def test_a_card_that_is_taken_half_ready_is_whole(page: ReasonPage) -> None:
    pieces = page._iter_spare()
    next(pieces)
    choose(page, "SYM01")
    choose(page)
    assert list(pieces) == []
    choose(page, "SYM01")
    assert len(cards_of(page)) == 1


@pytest.mark.parametrize("is_ahead", [True, False])
def test_a_suggested_code_that_is_cut_says_its_whole_name_also_unpainted(page: ReasonPage, is_ahead: bool) -> None:
    if is_ahead:
        warm_up(page)
    choose(page, "SYM03")
    [card] = cards_of(page)
    buttons = [button for _, button in card._code_rows if not button.isHidden()]
    assert buttons
    for width, is_cut in ((160, True), (2_000, False), (160, True)):
        for button in buttons:
            button.resize(width, button.height())
        page.refresh()
        told = [button.toolTip() for button in buttons]
        assert told == [button.text() if is_cut else "" for button in buttons]

"""Step 7 on a real vault: entries, the kept summary, and a visit that is closed for good."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hostile_strings import HOSTILE
from paper_samples import NOW, Room, read_example, without_opinions
from PySide6.QtWidgets import QPushButton, QWidget
from shipped import get_content, get_fonts

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.language import Language
from stemsup_desktop.store.seal_shelf import TimeStampService
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.jobs import Err
from stemsup_desktop.ui.pages.summary.page import SummaryPage
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.visit_state import SaveKind
from stemsup_desktop.ui.words import Catalogue

Show = Callable[..., QWidget]
Open = Callable[..., tuple[Room, SummaryPage]]


@pytest.fixture
def open_page(tmp_path: Path, theme: Theme, catalogue: Catalogue, shown: Show) -> Iterator[Open]:
    rooms: list[Room] = []

    def open_it(file: ConsultationFile, language: Language = Language.EN) -> tuple[Room, SummaryPage]:
        room = Room(tmp_path / f"vault{len(rooms)}", theme, catalogue, file, language)
        rooms.append(room)
        page = SummaryPage(room.context, get_content(), room.access, get_fonts())
        room.wire(page)
        page.set_room(1440, 900)
        shown(page, 1360, 772)
        room.settle(page)
        return room, page

    yield open_it
    for room in rooms:
        room.close()


def find(page: QWidget, kind: type[QWidget], name: str) -> QWidget:
    widget = page.findChild(kind, name)
    assert isinstance(widget, kind), name
    return widget


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["clear", "treated"])
def test_opening_the_page_shows_the_summary_and_changes_nothing(name: str, language: Language, open_page: Open) -> None:
    room, page = open_page(read_example(name), language)
    assert page.pane.preview.page_count > 1
    assert room.session.undo_description == ""


def test_scores_advice_date_and_language_go_into_the_record(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    symptom_id = room.file.consultation.reason.complaints[0].symptom_id
    find(page, ScoreField, f"score:{symptom_id}").choose(5)  # type: ignore[attr-defined]
    find(page, CheckBox, "aftercare:general-fever").setChecked(True)  # type: ignore[attr-defined]
    find(page, DateField, "summary.next_visit_on").setText("2027-01-12")  # type: ignore[attr-defined]
    find(page, ViewSwitch, "summary.language").choose("en")  # type: ignore[attr-defined]
    summary = room.session.state.consultation.summary
    assert [(score.symptom_id, score.nrs) for score in summary.scores] == [(symptom_id, 5)]
    assert summary.aftercare_given_ids == ("general-fever",)
    assert (str(summary.next_visit_on), summary.language) == ("2027-01-12", Language.EN)


def test_one_button_ticks_what_was_planned(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    button = find(page, QPushButton, "summary.tick_planned")
    button.click()  # type: ignore[attr-defined]
    given = room.session.state.consultation.summary.aftercare_given_ids
    assert set(given) == set(room.file.consultation.plan.aftercare_ids)
    assert not button.isVisibleTo(page)


def test_nothing_is_made_while_a_stop_stands(open_page: Open) -> None:
    room, page = open_page(read_example("stop"))
    page.print_page()
    page.save_page()
    room.settle(page)
    assert (room.printed, room.saved, room.documents()) == ([], [], ())
    assert find(page, QWidget, "paper_refused").isVisibleTo(page)


def test_a_draft_summary_is_not_kept(open_page: Open) -> None:
    room, page = open_page(without_opinions(read_example("opinion")))
    page.save_page()
    room.settle(page)
    assert len(room.saved) == 1
    assert room.documents() == ()


def test_the_summary_is_kept_once_until_it_changes(open_page: Open) -> None:
    room, page = open_page(read_example("treated"))
    for _ in range(2):
        page.print_page()
        room.settle(page)
    find(page, MultiLineField, "summary.note").setText("call in the evening")  # type: ignore[attr-defined]
    room.settle(page)
    page.save_page()
    room.settle(page)
    assert [number for _, number in room.printed] == ["SUM-2026-00001"] * 2
    assert room.saved[0][1] == "SUM-2026-00002.pdf"
    assert [one.number for one in room.documents()] == ["SUM-2026-00002", "SUM-2026-00001"]
    assert find(page, QWidget, "document:SUM-2026-00002").isVisibleTo(page)


def test_hostile_notes_come_back_as_typed(open_page: Open) -> None:
    room, page = open_page(read_example("treated"))
    field = find(page, MultiLineField, "summary.note")
    for text in HOSTILE.values():
        field.setText(text)  # type: ignore[attr-defined]
        typed = field.value()  # type: ignore[attr-defined]
        assert room.session.state.consultation.summary.note == normalise_text(typed)


def test_closing_asks_names_the_visit_and_is_for_good(open_page: Open) -> None:
    room, page = open_page(read_example("treated"))
    page.action_bar.trigger_primary()
    sheet = find(page, QWidget, "sheet")
    assert room.file.patient.name in sheet.accessibleName()
    assert room.session.state.consultation.summary.closed_at is None
    find(page, QPushButton, "sheet_accept").click()  # type: ignore[attr-defined]
    room.settle(page)
    assert room.session.state.consultation.summary.closed_at is not None
    assert room.session.undo_description == ""
    assert room.session.save_state.kind is SaveKind.SAVED
    kept = room.in_vault(lambda vault: vault.load_consultation(room.file.consultation.consultation_id))
    assert kept.summary.closed_at is not None


def test_after_closing_the_entries_are_locked_and_printing_is_not(open_page: Open) -> None:
    room, page = open_page(read_example("treated"))
    page.action_bar.trigger_primary()
    page.action_bar.trigger_primary()
    room.settle(page)
    assert room.session.state.consultation.summary.closed_at is not None
    assert not find(page, CheckBox, "aftercare:general-fever").isEnabled()
    assert find(page, MultiLineField, "summary.note").text_edit.isReadOnly()  # type: ignore[attr-defined]
    assert page.page_actions().primary is None
    page.print_page()
    room.settle(page)
    assert len(room.printed) == 1


def test_a_change_after_closing_reaches_neither_the_window_nor_the_vault(open_page: Open) -> None:
    room, page = open_page(read_example("treated"))
    page.action_bar.trigger_primary()
    page.accept_sheet()
    room.settle(page)
    state = room.session.state
    changed = msgspec.structs.replace(state.consultation, visit_number=9)
    room.session.change("later", changed)
    room.session.try_again()
    room.executor.run_all()
    assert room.session.state == state
    assert room.session.save_state.problem is None
    kept = room.in_vault(lambda vault: vault.load_consultation(state.consultation.consultation_id))
    assert kept == state.consultation
    results: list[object] = []
    room.access.run(lambda vault: vault.save_consultation(changed, state.patient.patient_id), results.append)
    room.executor.run_all()
    assert isinstance(results[0], Err)
    assert results[0].problem.code == "consultation-closed"


def test_keeping_the_visit_open_changes_nothing(open_page: Open) -> None:
    room, page = open_page(read_example("treated"))
    page.action_bar.trigger_primary()
    find(page, QPushButton, "sheet_dismiss").click()  # type: ignore[attr-defined]
    assert room.session.state.consultation == room.file.consultation


def test_a_visit_that_is_not_saved_is_not_closed(open_page: Open) -> None:
    room, page = open_page(read_example("treated"))
    room.access.close(lambda _: None)
    find(page, MultiLineField, "summary.note").setText("x")  # type: ignore[attr-defined]
    room.session.try_again()
    room.settle(page)
    page.action_bar.trigger_primary()
    assert page.findChild(QWidget, "sheet") is None
    primary = page.page_actions().primary
    assert primary is not None
    assert "not saved" in primary.reason


def test_tab_goes_through_the_entries_in_reading_order(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    symptom_id = room.file.consultation.reason.complaints[0].symptom_id
    first = find(page, QWidget, f"score:{symptom_id}_0")
    wanted = ["summary.tick_planned", "aftercare:general-keep-sheet", "summary.next_visit_on_editor", "print"]
    widget, seen = first.nextInFocusChain(), []
    while widget is not first:
        if widget.objectName() in wanted:
            seen.append(widget.objectName())
        widget = widget.nextInFocusChain()
    assert seen == wanted


def test_a_summary_without_its_time_stamp_is_sealed_handed_out_and_says_so(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    room.in_vault(lambda vault: vault.save_seal_key(make_clinic_key("Sample Clinic", NOW)))
    room.in_vault(lambda vault: vault.save_time_stamp_service(TimeStampService("http://127.0.0.1:9/tsr")))
    page.print_page()
    room.settle(page)
    [(pdf, number)] = room.printed
    assert room.in_vault(lambda vault: vault.load_sealed(number)) == pdf
    said = page.findChild(QWidget, "print_problem")
    assert "without a time stamp" in said._sentence.text()

"""The page of patients on a real vault: found as one types, added, edited, opened."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hostile_strings import HOSTILE
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from vault_samples import SteppedVault, make_consultation, make_document, make_patient
from visit_samples import NOW, PATIENT

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.content import Content
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.entries import PatientHit
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.patients.hit_list import HitList
from stemsup_desktop.ui.pages.patients.memory import PatientsMemory
from stemsup_desktop.ui.pages.patients.page import PatientsPage

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def memory() -> PatientsMemory:
    return PatientsMemory()


@pytest.fixture
def open_page(
    context: PageContext, content: Content, stepped: SteppedVault, memory: PatientsMemory, shown: Show
) -> Callable[[], PatientsPage]:
    def make() -> PatientsPage:
        page = PatientsPage(context, content, stepped.access, ChecklistLibrary(content.clinical), memory)
        shown(page, 1280, 800)
        stepped.executor.run_all()
        return page

    return make


def find(page: QWidget, name: str) -> QWidget:
    QApplication.sendPostedEvents()  # Qt shows new buttons a moment later
    found = [widget for widget in page.findChildren(QWidget, name) if not widget.isHidden()]
    assert found, name
    return found[0]


def field(page: PatientsPage, name: str) -> TextField:
    found = find(page, name)
    assert isinstance(found, TextField), name
    return found


def click(page: PatientsPage, name: str) -> None:
    button = find(page, name)
    assert button.isEnabled(), name
    button.click()  # type: ignore[attr-defined]


def names(page: PatientsPage) -> list[str]:
    return [hit.name for hit in page.findChild(HitList).hits_model.hits]


def search(page: PatientsPage, stepped: SteppedVault, text: str) -> None:
    page._finder.search.setText(text)
    page._look_up()
    stepped.executor.run_all()


def fill(page: PatientsPage, **texts: str) -> None:
    for name, text in texts.items():
        field(page, name).setText(text)


def note(page: PatientsPage) -> str:
    strip = page.findChild(QWidget, "note")
    return strip._sentence.text() if not strip.isHidden() else ""


# Finding


@pytest.mark.parametrize("query", ["髙橋", "高橋", "たかはし", "takaha", "A-0001", "1972-04-18", "S47.4.18"])
def test_a_patient_is_found_by_any_of_their_names_and_numbers(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, query: str
) -> None:
    stepped.vault.save_patients(
        (make_patient(1), make_patient(2, name="森 一", kana="モリ", romaji="Mori Hajime", birth_date=NOW.date()))
    )
    page = open_page()
    search(page, stepped, query)
    assert names(page) == ["髙橋 花子"]


def test_with_nothing_typed_those_last_seen_are_listed(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault
) -> None:
    stepped.vault.save_patients(make_patient(number) for number in (1, 2))
    assert len(names(open_page())) == 2


def test_a_keystroke_asks_once_it_rests_and_an_older_answer_is_dropped(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, qtbot: QtBot
) -> None:
    stepped.vault.save_patients((make_patient(1), make_patient(2, name="森 一", kana="モリ", romaji="Mori")))
    page = open_page()
    asked: list[str] = []
    find_patients = Vault.find_patients

    def listen(vault: Vault, query: str, limit: int = 50) -> tuple[PatientHit, ...]:
        asked.append(query)
        return find_patients(vault, query, limit)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Vault, "find_patients", listen)
        for text in ("m", "mo", "mor"):
            page._finder.search.setText(text)
        qtbot.waitUntil(lambda: len(stepped.executor.queued) == 1, timeout=2000)
        page._finder.search.setText("takahashi")
        stepped.executor.run_all()
        assert names(page) != ["森 一"]
        qtbot.waitUntil(lambda: len(stepped.executor.queued) == 1, timeout=2000)
        stepped.executor.run_all()
    assert names(page) == ["髙橋 花子"]
    assert asked == ["takahashi"]


def test_down_leads_into_the_list_enter_opens_and_up_leads_back(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, qtbot: QtBot
) -> None:
    stepped.vault.save_patients(make_patient(number) for number in (1, 2))
    page = open_page()
    line = page._finder.search.line_edit
    qtbot.keyClick(line, Qt.Key.Key_Down)
    patients = page.findChild(HitList)
    assert QApplication.focusWidget() is patients
    stepped.executor.run_all()
    assert [index.row() for index in patients.selectedIndexes()] == [patients.currentIndex().row()]
    first = page._finder.list.chosen_id()
    qtbot.keyClick(patients, Qt.Key.Key_Down)
    stepped.executor.run_all()
    assert page._chart is not None
    assert page._chart.patient.patient_id == patients.chosen_id() != first
    qtbot.keyClick(patients, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is find(page, "start_consultation"), timeout=2000)
    patients.setFocus()
    qtbot.keyClick(patients, Qt.Key.Key_Up)
    qtbot.keyClick(patients, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is line


def test_nobody_found_takes_what_was_typed_into_the_form(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault
) -> None:
    page = open_page()
    search(page, stepped, "Tanaka Ichiro")
    click(page, "add_from_search")
    assert (field(page, "name").text(), field(page, "romaji").text()) == ("Tanaka Ichiro", "Tanaka Ichiro")


def test_no_button_acts_on_a_patient_who_is_out_of_sight(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault
) -> None:
    stepped.vault.save_patient(make_patient())
    page = open_page()
    page.findChild(HitList).choose(0)
    stepped.executor.run_all()
    assert find(page, "start_consultation")
    search(page, stepped, "Tanaka")
    assert page._chart is None
    assert [w for w in page.findChildren(QWidget, "start_consultation") if not w.isHidden()] == []


def test_showing_hits_reports_nothing_and_the_model_is_sound(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault
) -> None:
    stepped.vault.save_patients(make_patient(number) for number in (1, 2, 3))
    page = open_page()
    patients = page.findChild(HitList)
    QAbstractItemModelTester(patients.hits_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    heard: list[str] = []
    patients.patient_chosen.connect(heard.append)
    hits = patients.hits_model.hits
    patients.show_hits(hits[:2], "patient-1")
    patients.show_hits(hits, "patient-1")
    patients.show_hits((), "")
    assert heard == []


def test_a_vault_that_fails_is_said_in_words(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page()

    def fail(vault: Vault, query: str, limit: int) -> tuple[PatientHit, ...]:
        raise EnvironmentProblem("vault-disk-failed", "The disk reported an error.")

    monkeypatch.setattr(Vault, "find_patients", fail)
    search(page, stepped, "x")
    assert note(page).startswith("The disk reported an error while the vault")


# Adding and editing


def test_a_new_patient_is_kept_shown_and_said(open_page: Callable[[], PatientsPage], stepped: SteppedVault) -> None:
    page = open_page()
    saved: list[Patient] = []
    page.patient_saved.connect(saved.append)
    page.add_patient()
    fill(page, name="山田 花子", kana="ﾔﾏﾀﾞ ﾊﾅｺ", birth_date="S47.4.18", chart_number="104-2287")
    click(page, "none_known")
    page.action_bar.trigger_primary()
    stepped.executor.run_all()
    (patient,) = saved
    assert (patient.name, patient.kana, patient.chart_number) == ("山田 花子", "ヤマダ ハナコ", "104-2287")
    assert patient.allergies_asked_on == NOW.date()
    assert stepped.vault.get_patient(patient.patient_id) == patient
    assert names(page) == ["山田 花子"]
    assert "山田 花子" in note(page)
    assert page.findChild(QWidget, "chart_name").text() == "山田 花子"


def test_half_width_kana_is_folded_on_leaving_the_field(open_page: Callable[[], PatientsPage]) -> None:
    page = open_page()
    page.add_patient()
    kana = field(page, "kana")
    kana.setFocus()
    kana.setText("ﾔﾏﾀﾞ")
    assert kana.text() == "ﾔﾏﾀﾞ"
    field(page, "romaji").setFocus()
    assert kana.text() == "ヤマダ"


def test_what_is_missing_stands_at_its_field_and_takes_the_cursor(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault
) -> None:
    page = open_page()
    page.add_patient()
    fill(page, name="山田 花子")
    assert field(page, "birth_date").error == ""
    page.action_bar.trigger_primary()
    stepped.executor.run_all()
    assert field(page, "birth_date").error
    assert field(page, "chart_number").error
    assert field(page, "name").error == ""
    assert QApplication.focusWidget() is field(page, "birth_date").line_edit
    assert not find(page, "save_patient").isEnabled()
    fill(page, birth_date="1972-04-18", chart_number="1")
    assert find(page, "save_patient").isEnabled()


def test_a_date_of_birth_in_the_future_is_refused_at_its_field(open_page: Callable[[], PatientsPage]) -> None:
    page = open_page()
    page.add_patient()
    fill(page, birth_date="2030-01-01")
    field(page, "birth_date").setFocus()
    field(page, "name").setFocus()
    assert "future" in field(page, "birth_date").error


def test_a_taken_chart_number_is_said_at_its_field_until_it_changes(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault
) -> None:
    stepped.vault.save_patient(make_patient(chart_number="7"))
    page = open_page()
    page.add_patient()
    fill(page, name="森 一", birth_date="1960-01-01", chart_number="７")
    page.action_bar.trigger_primary()
    stepped.executor.run_all()
    assert field(page, "chart_number").error == "Another patient already has this chart number."
    fill(page, chart_number="8")
    assert field(page, "chart_number").error == ""
    page.action_bar.trigger_primary()
    stepped.executor.run_all()
    assert len(stepped.vault.find_patients("")) == 2


def test_a_likely_duplicate_stops_the_save_until_it_was_looked_at(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, qtbot: QtBot
) -> None:
    stepped.vault.save_patient(make_patient())
    page = open_page()
    page.add_patient()
    fill(page, name="高橋 花子", birth_date="1972-04-18", chart_number="B-1")
    page.action_bar.trigger_primary()
    stepped.executor.run_all()
    assert len(stepped.vault.find_patients("")) == 1
    look = find(page, "duplicate:patient-1")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is look, timeout=2000)
    click(page, "accept_duplicates")
    stepped.executor.run_all()
    assert len(stepped.vault.find_patients("")) == 2


def test_a_likely_duplicate_is_shown_while_typing_and_can_be_opened(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, memory: PatientsMemory, qtbot: QtBot
) -> None:
    stepped.vault.save_patient(make_patient(phone="03-1234-5678"))
    page = open_page()
    page.add_patient()
    fill(page, name="誰か", birth_date="1990-01-01", phone="0312345678")
    qtbot.waitUntil(lambda: len(stepped.executor.queued) == 1, timeout=2000)
    stepped.executor.run_all()
    click(page, "duplicate:patient-1")
    stepped.executor.run_all()
    assert page.findChild(QWidget, "chart_name").text() == "髙橋 花子"
    assert memory.find_unfinished() is not None
    assert "not saved yet" in note(page)


def test_editing_keeps_what_the_form_does_not_show_and_the_version_counts(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault
) -> None:
    stepped.vault.save_patient(make_patient(alerts=("scar history",)))
    page = open_page()
    page.edit_patient("patient-1", "allergies")
    stepped.executor.run_all()
    click(page, "add:allergies")
    fill(page, **{"allergies.0.substance": "Latex", "allergies.0.year": "2009"})
    page.action_bar.trigger_primary()
    stepped.executor.run_all()
    kept = stepped.vault.get_patient("patient-1")
    assert [(one.substance, one.year) for one in kept.allergies] == [("Latex", 2009)]
    assert kept.alerts == ("scar history",)
    assert stepped.vault.get_patient_version("patient-1") == 2


def test_a_record_changed_meanwhile_is_said_and_nothing_is_overwritten(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, memory: PatientsMemory
) -> None:
    stepped.vault.save_patient(make_patient())
    page = open_page()
    page.edit_patient("patient-1")
    stepped.executor.run_all()
    stepped.vault.save_patient(make_patient(phone="090-0000-0000"))
    fill(page, address="typed here")
    page.action_bar.trigger_primary()
    stepped.executor.run_all()
    assert "changed this record meanwhile" in note(page)
    assert stepped.vault.get_patient("patient-1").address == ""
    page._strip.link_followed.emit()
    stepped.executor.run_all()
    assert page._chart is not None
    assert page._chart.patient.phone == "090-0000-0000"
    assert memory.discarded is not None
    assert memory.discarded.draft.address == "typed here"


def test_what_was_typed_outlives_the_page(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, memory: PatientsMemory
) -> None:
    page = open_page()
    page.add_patient()
    fill(page, name="山田", birth_date="1972-0")
    click(page, "add:alerts")
    fill(page, **{"alerts.0": "scar history"})
    page.hide()
    again = open_page()
    assert field(again, "name").text() == "山田"
    assert field(again, "birth_date").text() == "1972-0"
    assert field(again, "alerts.0").text() == "scar history"


def test_discarding_can_be_undone(open_page: Callable[[], PatientsPage], memory: PatientsMemory) -> None:
    page = open_page()
    page.add_patient()
    fill(page, name="山田")
    click(page, "discard_entries")
    assert memory.find_unfinished() is None
    page._strip.link_followed.emit()
    assert field(page, "name").text() == "山田"


def test_showing_the_form_reports_no_edit(open_page: Callable[[], PatientsPage], stepped: SteppedVault) -> None:
    stepped.vault.save_patient(make_patient(alerts=("a",), address="b"))
    page = open_page()
    page.edit_patient("patient-1")
    stepped.executor.run_all()
    heard: list[object] = []
    form = page._desk.form
    for signal in (form.edited, form.birth_date_edited, form.sex_chosen, form.language_chosen, form.none_known_toggled):
        signal.connect(heard.append)
    form.line_edited.connect(lambda name, text: heard.append(name))
    page._desk.show()
    page.refresh()
    assert heard == []


def test_hostile_texts_come_back_as_typed(open_page: Callable[[], PatientsPage], stepped: SteppedVault) -> None:
    page = open_page()
    for number, (name, text) in enumerate(HOSTILE.items()):
        born = date(1950, 1, 1) + timedelta(days=number)
        typed = "".join(one for one in text if not "\ud800" <= one <= "\udfff")  # Qt takes no half characters
        page.add_patient()
        click(page, "add:alerts")
        fill(page, name="山田", birth_date=born.isoformat(), chart_number=f"H-{number}", address=text)
        fill(page, **{"alerts.0": text})
        page.action_bar.trigger_primary()
        stepped.executor.run_all()
        (hit,) = stepped.vault.find_patients(born.isoformat())
        kept = stepped.vault.get_patient(hit.patient_id)
        expected = normalise_text(typed).strip()
        assert kept.address == expected, name
        assert kept.alerts == ((expected,) if expected else ()), name


def test_hostile_queries_break_nothing(open_page: Callable[[], PatientsPage], stepped: SteppedVault) -> None:
    stepped.vault.save_patient(make_patient())
    page = open_page()
    for name, text in HOSTILE.items():
        search(page, stepped, text)
        assert note(page) == "", name
        assert page._found is not None, name
        assert page._found.query == page._finder.search.text(), name


# Consultations and documents


def test_starting_keeps_a_numbered_consultation_and_asking_twice_makes_one(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, context: PageContext
) -> None:
    context.session.close_visit()
    stepped.vault.save_patient(make_patient())
    stepped.vault.start_consultation("patient-1", make_consultation("old", closed_at=NOW))
    page = open_page()
    heard: list[tuple[Patient, Consultation]] = []
    page.visit_requested.connect(lambda visit: heard.append((visit.patient, visit.consultation)))
    page.findChild(HitList).choose(0)
    stepped.executor.run_all()
    click(page, "start_consultation")
    page.action_bar.trigger_primary()
    stepped.executor.run_all()
    ((patient, consultation),) = heard
    assert patient.patient_id == "patient-1"
    assert (consultation.visit_number, consultation.started_at) == (2, NOW)
    assert consultation.examination.questionnaire == context.session.clinical.questionnaire.canonical
    assert stepped.vault.load_checklist(consultation.examination.questionnaire) == context.session.clinical.source
    assert stepped.vault.load_consultation(consultation.consultation_id) == consultation
    page.action_bar.trigger_primary()
    stepped.executor.run_all()
    assert heard[1][1] == consultation
    assert len(stepped.vault.list_consultations("patient-1")) == 2


def test_an_earlier_consultation_and_a_document_can_be_asked_for(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, context: PageContext
) -> None:
    context.session.close_visit()
    stepped.vault.save_patient(make_patient())
    closed = make_consultation("old", closed_at=NOW, is_treated=True)
    stepped.vault.start_consultation("patient-1", closed)
    stepped.vault.save_document(make_document("CNS-2026-00001", b"%PDF", "patient-1", "old"), b"%PDF")
    page = open_page()
    visits: list[Consultation] = []
    documents: list[str] = []
    page.visit_requested.connect(lambda visit: visits.append(visit.consultation))
    page.document_requested.connect(documents.append)
    page.findChild(HitList).choose(0)
    stepped.executor.run_all()
    click(page, "open:old")
    click(page, "document:CNS-2026-00001")
    stepped.executor.run_all()
    assert visits == [closed]
    assert documents == ["CNS-2026-00001"]


def test_another_chart_is_only_opened_on_purpose_while_a_visit_is_open(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault
) -> None:
    stepped.vault.save_patient(make_patient())
    page = open_page()
    visits: list[object] = []
    page.visit_requested.connect(lambda visit: visits.append(visit.consultation))
    page.findChild(HitList).choose(0)
    stepped.executor.run_all()
    click(page, "start_consultation")
    stepped.executor.run_all()
    assert stepped.vault.list_consultations("patient-1") == ()
    assert PATIENT.name in find(page, "sheet_dismiss").text()
    click(page, "sheet_dismiss")
    assert visits == []
    click(page, "start_consultation")
    click(page, "sheet_accept")
    stepped.executor.run_all()
    assert len(visits) == 1


def test_the_visit_that_is_open_is_gone_on_with_as_it_is_in_the_window(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, context: PageContext
) -> None:
    stepped.vault.save_patient(PATIENT)
    stepped.vault.start_consultation(PATIENT.patient_id, Consultation("c1", NOW))
    newer = context.session.state.consultation
    page = open_page()
    visits: list[object] = []
    page.visit_requested.connect(lambda visit: visits.append(visit.consultation))
    page.findChild(HitList).choose(0)
    stepped.executor.run_all()
    click(page, "start_consultation")
    assert visits == [newer]
    assert visits[0] is newer


@pytest.mark.parametrize("size", [(1360, 828), (1200, 728), (944, 696), (904, 496)])
def test_nothing_is_wider_than_its_place(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, size: tuple[int, int]
) -> None:
    stepped.vault.save_patient(make_patient(name="W" * 200, address="x" * 3000, alerts=("y" * 500,)))
    page = open_page()
    page.set_room(*size)
    page.resize(*size)
    page.findChild(HitList).choose(0)
    stepped.executor.run_all()
    QApplication.processEvents()
    for pane in (page._chart_pane, page._desk.form):
        assert pane.content.minimumSizeHint().width() <= size[0] - page._finder.width() - 12
    assert page.minimumSizeHint().width() <= size[0]


def test_an_event_waits_for_a_chart_and_then_for_a_treatment_and_says_so(
    open_page: Callable[[], PatientsPage], stepped: SteppedVault, qtbot: QtBot
) -> None:
    stepped.vault.save_patients(make_patient(number) for number in (1, 2))
    page = open_page()
    find_reason = page.bound["event.new"].find_reason
    assert find_reason() == page.words("actions.why_no_chart")
    qtbot.keyClick(page._finder.search.line_edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.chart_shown) as shown:
        stepped.executor.run_all()
    assert shown.args == [page.shown_patient_id]
    assert find_reason() == page.words("actions.why_no_treatment")

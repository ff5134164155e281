"""From the page of documents: a consent is taken back with its slip, an addendum written, several exported."""

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pikepdf
import pytest
from hostile_strings import HOSTILE
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas
from shipped import get_fonts
from vault_samples import SteppedVault, make_document, make_patient
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.record import Choices, Consent, Consultation, GivenConsent, Summary
from stemsup_desktop.consultation.seal_model import SealState
from stemsup_desktop.consultation.signing_model import AgreedClause, Ink, InkPoint, SignerRole
from stemsup_desktop.consultation.withdrawal import derive_taken_back
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.documents.sealing.verification import verify_pdf
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.document_states import DocumentState
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.seal_shelf import TimeStampService
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui import follow_desk
from stemsup_desktop.ui.addendum_sheet import AddendumSheet
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.follow_desk import FollowDesk
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.documents.document_list import DocumentList
from stemsup_desktop.ui.pages.documents.filter_pane import FilterPane
from stemsup_desktop.ui.pages.documents.finding import CHECKED_AT_ONCE, Filters
from stemsup_desktop.ui.pages.documents.page import DocumentsPage
from stemsup_desktop.ui.withdrawal_sheet import WithdrawalSheet

Show = Callable[[QWidget, int, int], QWidget]
CONSENT, SUMMARY, OTHER = "CNS-2026-00001", "SUM-2026-00001", "SUM-2026-00002"


@pytest.fixture(scope="module")
def fonts() -> FontFolder:
    return get_fonts()


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("pdf") / "x.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 700, "page")
    canvas.save()
    return path.read_bytes()


@pytest.fixture
def stepped(
    runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock, pdf: bytes, content: Content
) -> Iterator[SteppedVault]:
    """A closed visit with a signed consent and a summary, and another patient's summary."""
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    vault = made.vault
    vault.save_patients((PATIENT, make_patient(2, name="森 一", kana="モリ", romaji="Mori")))
    clause = next(iter(content.consent.clauses))
    signature = GivenConsent(
        CONSENT, NOW.date(), PATIENT.name, "D", True, "0", agreed_clauses=(AgreedClause(clause, "1.0", "a" * 64),)
    )
    consent = Consent(choices=Choices(photographs=True), signature=signature)
    vault.start_consultation(PATIENT.patient_id, Consultation("c1", NOW, consent=consent))
    vault.save_consultation(
        Consultation("c1", NOW, consent=consent, summary=Summary(closed_at=NOW)), PATIENT.patient_id
    )
    vault.start_consultation("patient-2", Consultation("c2", NOW))
    for number, kind, patient, visit in (
        (CONSENT, DocumentKind.CONSENT, PATIENT.patient_id, "c1"),
        (SUMMARY, DocumentKind.SUMMARY, PATIENT.patient_id, "c1"),
        (OTHER, DocumentKind.SUMMARY, "patient-2", "c2"),
    ):
        vault.save_document(make_document(number, pdf, patient, visit, kind), pdf)
    vault.mark_document_signed(CONSENT, b"{}", NOW)
    yield made
    made.close()


@pytest.fixture
def page(
    context: PageContext, stepped: SteppedVault, content: Content, fonts: FontFolder, shown: Show
) -> DocumentsPage:
    context.session.close_visit()
    desk = FollowDesk(context, stepped.access, content, fonts)
    made = DocumentsPage(context, stepped.access, follow=desk)
    desk.setParent(made)
    shown(made, 1280, 900)
    stepped.executor.run_all()
    return made


def numbers(page: DocumentsPage) -> list[str]:
    return [line.number for line in page.findChild(DocumentList).documents_model.lines]


def state_of(page: DocumentsPage, number: str) -> str:
    return next(line.state_text for line in page.findChild(DocumentList).documents_model.lines if line.number == number)


def note(page: DocumentsPage, name: str = "note") -> str:
    return page.findChild(QWidget, name)._sentence.text()


def open_document(page: DocumentsPage, stepped: SteppedVault, number: str) -> None:
    page.open_document(number)
    stepped.executor.run_all()


def press(page: DocumentsPage, name: str, stepped: SteppedVault) -> None:
    QApplication.sendPostedEvents()
    button = next(one for one in page.window().findChildren(QAbstractButton, name) if not one.isHidden())
    button.click()
    stepped.executor.run_all()


def find_sheet(page: DocumentsPage, kind: type[WithdrawalSheet] | type[AddendumSheet]) -> QWidget:
    (sheet,) = [one for one in page.window().findChildren(kind) if one.isVisible()]
    return sheet


def filter_by(page: DocumentsPage, stepped: SteppedVault, filters: Filters) -> None:
    page.findChild(FilterPane).filters_changed.emit(filters)
    stepped.executor.run_all()


def test_without_a_visit_the_newest_documents_of_all_patients_are_shown(page: DocumentsPage) -> None:
    assert set(numbers(page)) == {CONSENT, SUMMARY, OTHER}
    owners = {line.owner for line in page.findChild(DocumentList).documents_model.lines}
    assert owners == {PATIENT.name, "森 一"}


def test_documents_are_found_by_what_is_typed_and_chosen(page: DocumentsPage, stepped: SteppedVault) -> None:
    for filters, expected in (
        (Filters(text="森"), {OTHER}),
        (Filters(kind=DocumentKind.CONSENT), {CONSENT}),
        (Filters(state=DocumentState.SIGNED), {CONSENT}),
        (Filters(since=NOW.date(), until=NOW.date()), {CONSENT, SUMMARY, OTHER}),
        (Filters(until=NOW.date() - timedelta(days=1)), set()),
        (Filters(), {CONSENT, SUMMARY, OTHER}),
    ):
        filter_by(page, stepped, filters)
        assert set(numbers(page)) == expected, filters
    filter_by(page, stepped, Filters(text="zzz"))
    assert not page.findChild(QWidget, "empty").isHidden()


def test_typing_hostile_text_finds_nothing_and_breaks_nothing(page: DocumentsPage, stepped: SteppedVault) -> None:
    for name, text in HOSTILE.items():
        filter_by(page, stepped, Filters(text=text))
        assert note(page) == "", name
    filter_by(page, stepped, Filters())
    assert len(numbers(page)) == 3


def test_a_consent_of_a_closed_visit_is_taken_back_and_its_slip_is_kept(
    page: DocumentsPage, stepped: SteppedVault
) -> None:
    open_document(page, stepped, CONSENT)
    press(page, "withdraw", stepped)
    sheet = find_sheet(page, WithdrawalSheet)
    assert isinstance(sheet, WithdrawalSheet)
    assert CONSENT in sheet.title.text()
    assert PATIENT.name in sheet.title.text()
    sheet._reason.setText("thought it over")
    press(page, "sheet_accept", stepped)
    (withdrawal,) = stepped.vault.list_withdrawals("c1")
    assert (withdrawal.by_role, withdrawal.by_name, withdrawal.scope) == (SignerRole.PATIENT, PATIENT.name, ())
    assert withdrawal.reason == "thought it over"
    slip = withdrawal.slip_number
    record, made = stepped.vault.load_document(slip)
    assert (record.kind, record.of_number) == (DocumentKind.WITHDRAWAL, CONSENT)
    assert made.startswith(b"%PDF")
    assert slip in note(page)
    assert page.opened is not None
    assert page.opened.number == slip
    assert state_of(page, CONSENT) == "Withdrawn 8 Sep 2026"
    assert stepped.vault.load_copy(CONSENT).pdf == stepped.vault.load_document(CONSENT)[1], "the consent itself stays"


def test_a_choice_is_taken_back_by_itself(page: DocumentsPage, stepped: SteppedVault) -> None:
    open_document(page, stepped, CONSENT)
    press(page, "withdraw", stepped)
    sheet = find_sheet(page, WithdrawalSheet)
    assert isinstance(sheet, WithdrawalSheet)
    sheet._what._group.button(1).click()
    assert not sheet.accept_button.isEnabled()
    sheet.findChild(CheckBox, "withdrawal.part.photographs").click()
    press(page, "sheet_accept", stepped)
    assert stepped.vault.list_withdrawals("c1")[0].scope == ("photographs",)
    assert state_of(page, CONSENT) == "Withdrawn in part 8 Sep 2026"


def test_esc_records_nothing(page: DocumentsPage, stepped: SteppedVault, qtbot: QtBot) -> None:
    open_document(page, stepped, CONSENT)
    press(page, "withdraw", stepped)
    qtbot.keyClick(find_sheet(page, WithdrawalSheet), Qt.Key.Key_Escape)
    stepped.executor.run_all()
    assert stepped.vault.list_withdrawals("c1") == ()


def test_what_the_vault_refuses_stays_in_the_sheet(page: DocumentsPage, stepped: SteppedVault) -> None:
    open_document(page, stepped, CONSENT)
    press(page, "withdraw", stepped)
    sheet = find_sheet(page, WithdrawalSheet)
    assert isinstance(sheet, WithdrawalSheet)
    sheet._reason.setText("x" * 2_500)
    press(page, "sheet_accept", stepped)
    assert sheet.isVisible()
    assert "too long" in sheet._problem._sentence.text()
    assert stepped.vault.list_withdrawals("c1") == ()


def test_an_open_visit_that_rests_on_the_consent_closes_at_once_and_loses_nothing_typed(
    page: DocumentsPage, stepped: SteppedVault, context: PageContext
) -> None:
    second = Consultation("c3", NOW + timedelta(days=1))
    stepped.vault.start_consultation(PATIENT.patient_id, second)
    visit = stepped.vault.load_consultation("c3")
    context.session.open_visit(PATIENT, visit, CLINIC, PHYSICIAN)
    stepped.executor.run_all()
    open_document(page, stepped, CONSENT)
    press(page, "withdraw", stepped)
    typed = msgspec.structs.replace(visit, reason=msgspec.structs.replace(visit.reason, goal="typed meanwhile"))
    context.session.change("goal", typed)
    press(page, "sheet_accept", stepped)
    consultation = context.session.state.consultation
    assert derive_taken_back(consultation.consent).closing is not None
    assert consultation.reason.goal == "typed meanwhile"
    context.session.undo()
    assert derive_taken_back(context.session.state.consultation.consent).closing is not None


def test_a_slip_that_could_not_be_made_is_said_and_made_later(
    page: DocumentsPage, stepped: SteppedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> object:
        raise EnvironmentProblem("save-failed", "The disk is full.")

    open_document(page, stepped, CONSENT)
    press(page, "withdraw", stepped)
    with monkeypatch.context() as patched:
        patched.setattr(follow_desk, "make_paper", fail)
        press(page, "sheet_accept", stepped)
    (withdrawal,) = stepped.vault.list_withdrawals("c1")
    assert "counts" in note(page)
    press(page, f"slip.{withdrawal.slip_number}", stepped)
    assert stepped.vault.load_document(withdrawal.slip_number)[0].of_number == CONSENT


def test_an_addendum_is_kept_beside_its_original_and_carries_it(
    page: DocumentsPage, stepped: SteppedVault, pdf: bytes
) -> None:
    open_document(page, stepped, SUMMARY)
    press(page, "addendum", stepped)
    sheet = find_sheet(page, AddendumSheet)
    assert isinstance(sheet, AddendumSheet)
    assert not sheet.accept_button.isEnabled()
    sheet._reason.setText("A wrong lot.")
    sheet._text.setText("The lot was L-2.")
    press(page, "sheet_accept", stepped)
    (addendum,) = stepped.vault.list_followers(SUMMARY)
    record, made = stepped.vault.load_document(addendum.number)
    snapshot = json.loads(record.snapshot)["addendum"]
    assert (snapshot["author"], snapshot["text"]) == (stepped.vault.author.name, "The lot was L-2.")
    assert snapshot["original"]["sha256"] == hashlib.sha256(pdf).hexdigest()
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.attachments[f"{SUMMARY}.pdf"].get_file().read_bytes() == pdf
    assert addendum.number in note(page)
    assert stepped.vault.load_document(SUMMARY)[1] == pdf
    press(page, f"follow.{SUMMARY}", stepped)
    assert page.opened is not None
    assert page.opened.number == SUMMARY


def test_an_addendum_is_sealed_and_the_seal_holds(page: DocumentsPage, stepped: SteppedVault) -> None:
    stepped.vault.save_seal_key(make_clinic_key("Sample Clinic", NOW))
    open_document(page, stepped, SUMMARY)
    press(page, "addendum", stepped)
    sheet = find_sheet(page, AddendumSheet)
    assert isinstance(sheet, AddendumSheet)
    sheet._reason.setText("A wrong lot.")
    sheet._text.setText("The lot was L-2.")
    press(page, "sheet_accept", stepped)
    (addendum,) = stepped.vault.list_followers(SUMMARY)
    copy = stepped.vault.load_copy(addendum.number)
    assert copy.is_sealed
    report = verify_pdf(copy.pdf, stepped.vault.load_known_seals(addendum.number), NOW)
    assert report.state is SealState.GENUINE
    assert state_of(page, addendum.number) == "Sealed 8 Sep 2026"


def test_an_addendum_without_its_time_stamp_is_sealed_and_says_so(page: DocumentsPage, stepped: SteppedVault) -> None:
    stepped.vault.save_seal_key(make_clinic_key("Sample Clinic", NOW))
    stepped.vault.save_time_stamp_service(TimeStampService("http://127.0.0.1:9/tsr"))  # nothing answers there
    open_document(page, stepped, SUMMARY)
    press(page, "addendum", stepped)
    sheet = find_sheet(page, AddendumSheet)
    assert isinstance(sheet, AddendumSheet)
    sheet._reason.setText("A wrong lot.")
    sheet._text.setText("The lot was L-2.")
    press(page, "sheet_accept", stepped)
    (addendum,) = stepped.vault.list_followers(SUMMARY)
    assert stepped.vault.load_copy(addendum.number).is_sealed
    assert addendum.number in note(page)
    assert "without a time stamp" in note(page)


def test_a_file_outside_the_records_is_checked_from_this_page(page: DocumentsPage, stepped: SteppedVault) -> None:
    asked: list[bool] = []
    page.check_requested.connect(lambda: asked.append(True))
    press(page, "check_file", stepped)
    assert asked == [True]


def test_a_withdrawal_signed_on_the_pad_is_on_a_sealed_slip(page: DocumentsPage, stepped: SteppedVault) -> None:
    stepped.vault.save_seal_key(make_clinic_key("Sample Clinic", NOW))
    open_document(page, stepped, CONSENT)
    press(page, "withdraw", stepped)
    sheet = find_sheet(page, WithdrawalSheet)
    assert isinstance(sheet, WithdrawalSheet)
    sheet._pad.set_ink(Ink(8000, 1900, ((InkPoint(1, 1, 0, 500),),)))
    sheet.refresh()
    assert not sheet.accept_button.isEnabled(), "a dot is no signature"
    sheet._pad.set_ink(make_signature_ink())
    sheet.refresh()
    press(page, "sheet_accept", stepped)
    (withdrawal,) = stepped.vault.list_withdrawals("c1")
    assert withdrawal.ink == make_signature_ink()
    assert stepped.vault.load_copy(withdrawal.slip_number).is_sealed


def make_signature_ink() -> Ink:
    points = (InkPoint(600 + 90 * at, 900 + (400 if at % 2 else -400), 20 * at, 500) for at in range(40))
    return Ink(8000, 1900, (tuple(points),))


def test_what_cannot_follow_is_offered_with_its_reason(page: DocumentsPage, stepped: SteppedVault, pdf: bytes) -> None:
    waiting = "CNS-2026-00002"
    stepped.vault.save_document(make_document(waiting, pdf, "patient-2", "c2"), pdf)
    for number, addendum, withdraw in ((CONSENT, True, True), (SUMMARY, True, False), (waiting, False, False)):
        open_document(page, stepped, number)
        assert page.findChild(QAbstractButton, "addendum").isEnabled() == addendum
        assert page.findChild(QAbstractButton, "withdraw").isEnabled() == withdraw


def test_picked_documents_are_exported_with_a_manifest(
    page: DocumentsPage, stepped: SteppedVault, tmp_path: Path, qtbot: QtBot
) -> None:
    documents = page.findChild(DocumentList)
    assert not page.findChild(QAbstractButton, "export").isEnabled()
    documents.setFocus()
    for row in (0, 1):
        documents.setCurrentIndex(documents.documents_model.index(row, 0))
        qtbot.keyClick(documents, Qt.Key.Key_Space)
    wanted = set(documents.documents_model.picked)
    assert len(wanted) == 2
    press(page, "export", stepped)
    target = tmp_path / "out"
    target.mkdir()
    dialog = page.window().findChild(QFileDialog)
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    stepped.executor.run_all()
    (folder,) = target.iterdir()
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert {entry["number"] for entry in manifest["documents"]} == wanted
    assert "2 documents" in note(page)
    acts = [row.subject for row in stepped.vault.list_whole_history(limit=4) if row.act == "exported"]
    assert set(acts) == wanted


def test_a_changed_file_is_marked_in_the_list_before_anybody_opens_it(
    page: DocumentsPage, stepped: SteppedVault
) -> None:
    database = stepped.vault._database
    with database.atomic():
        database.execute("drop trigger documents_refuse_update")
        database.execute("update documents set pdf = x'00' where number = ?", [SUMMARY])
    page._finding._checked.clear()
    page.load()
    stepped.executor.run_all()
    assert state_of(page, SUMMARY) == "Changed or damaged"
    filter_by(page, stepped, Filters(state=DocumentState.CHANGED, patient_id=PATIENT.patient_id))
    assert numbers(page) == [SUMMARY]
    filter_by(page, stepped, Filters(state=DocumentState.CHANGED))
    assert numbers(page) == []


def test_more_documents_come_when_they_are_asked_for(page: DocumentsPage, stepped: SteppedVault, pdf: bytes) -> None:
    for number in range(10, 10 + 2 * CHECKED_AT_ONCE + 70):
        stepped.vault.save_document(
            make_document(f"SUM-2026-{number:05}", pdf, "patient-2", "c2", DocumentKind.SUMMARY), pdf
        )
    page.load()
    stepped.executor.run_all()
    assert len(numbers(page)) == 100
    press(page, "more", stepped)
    assert len(numbers(page)) == len(set(numbers(page))) == 113


def test_a_vault_that_fails_leaves_no_slip_half_made(
    page: DocumentsPage, stepped: SteppedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(vault: Vault, *_: object) -> object:
        raise EnvironmentProblem("vault-disk-failed", "The disk reported an error.")

    open_document(page, stepped, SUMMARY)
    press(page, "addendum", stepped)
    sheet = find_sheet(page, AddendumSheet)
    assert isinstance(sheet, AddendumSheet)
    sheet._reason.setText("why")
    sheet._text.setText("what")
    monkeypatch.setattr(Vault, "save_document", fail)
    press(page, "sheet_accept", stepped)
    assert sheet.isVisible()
    assert stepped.vault.list_followers(SUMMARY) == ()

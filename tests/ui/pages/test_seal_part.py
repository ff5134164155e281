"""The section on seals in the settings: the certificate in use, a new one, an imported one, and time stamps."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from documents.sealing.key_samples import PASSPHRASE, certify, write_pkcs12
from documents.sealing.seal_samples import TimeStampAuthority, make_key
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from staff_samples import NURSE, OWNER
from vault_samples import SteppedVault
from visit_samples import CLINIC, NOW, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.people import Author
from stemsup_desktop.documents.sealing.certificates import describe_certificate, make_clinic_key, read_certificates
from stemsup_desktop.language import Language
from stemsup_desktop.store.seal_shelf import TimeStampService
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.settings.seal_part import SealPart
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage

FIRST = make_clinic_key(CLINIC.name, NOW)


class SealPage(Page[str]):
    """A page with nothing but the section on it."""

    needs_visit = False

    def __init__(self, context: PageContext, stepped: SteppedVault) -> None:
        super().__init__(context)
        self.part = SealPart(self, stepped.access)
        self.set_body(self.part)

    def derive(self) -> str:
        return ""

    def show_view(self, view: str) -> None:
        self.part.load()


class Section:
    """The section as a person meets it."""

    def __init__(self, page: SealPage, stepped: SteppedVault) -> None:
        self.page, self.part, self.stepped = page, page.part, stepped

    @property
    def sheet(self) -> Sheet:
        return next(one for one in self.page.window().findChildren(Sheet) if one.isVisible())

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    def press(self, name: str) -> None:
        self.button(name).click()
        self.stepped.executor.run_all()

    def accept(self) -> None:
        self.sheet.accept_button.click()
        self.stepped.executor.run_all()

    def type(self, name: str, text: str) -> None:
        field = self.page.window().findChild(QWidget, name)
        assert isinstance(field, QWidget)
        field.findChild(QLineEdit).setText(text)

    def rows(self) -> list[str]:
        labels = self.part.findChildren(QLabel)
        return [one.text() for one in labels if one.objectName().startswith("seal_row_") and one.isVisibleTo(self.page)]

    def says(self, name: str) -> str:
        holder = self.page.window().findChild(QWidget, name)
        assert isinstance(holder, QWidget)
        return " ".join(one.text() for one in holder.findChildren(QLabel)).strip()


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made.vault.save_seal_key(FIRST)
    yield made
    made.close()


@pytest.fixture
def open_section(
    theme: Theme,
    window_language: WindowLanguage,
    runner: JobRunner,
    drafts: SavedDrafts,
    clock: SteppedClock,
    stepped: SteppedVault,
    clinical_content: object,
    shown: Callable[[QWidget, int, int], QWidget],
) -> Callable[..., Section]:
    def open_it(author: Author = OWNER) -> Section:
        session = make_session(clinical_content, runner, drafts.save, clock, author)  # type: ignore[arg-type]
        page = SealPage(PageContext(theme, window_language, session, runner, clock), stepped)
        shown(page, 1000, 800)
        stepped.executor.run_all()
        return Section(page, stepped)

    return open_it


def name_in_use(stepped: SteppedVault) -> str:
    return describe_certificate(stepped.vault.load_seal_key().certificate).name


@pytest.mark.parametrize("language", list(Language))
def test_the_certificate_in_use_is_shown_with_its_fingerprint_in_groups(
    open_section: Callable[..., Section], window_language: WindowLanguage, language: Language
) -> None:
    window_language.set_language(language)
    rows = open_section().rows()
    assert rows[0] == CLINIC.name
    assert rows[1] in ("The clinic itself", "クリニック自身")
    assert str(NOW.year + 30) in rows[2]
    assert rows[3].replace(" ", "").lower() == FIRST.fingerprint


def test_a_new_one_takes_its_place_once_the_question_is_answered(
    open_section: Callable[..., Section], stepped: SteppedVault
) -> None:
    section = open_section()
    section.press("seal_make")
    section.sheet.dismiss_button.click()
    assert stepped.vault.load_seal_key() == FIRST
    section.press("seal_make")
    section.accept()
    now = stepped.vault.load_seal_key()
    assert now.fingerprint != FIRST.fingerprint
    rows = section.rows()
    assert rows[3].replace(" ", "").lower() == now.fingerprint
    assert "1 retired" in rows[4]
    assert "Made." in section.says("seal_note")


def import_file(section: Section, path: Path, passphrase: str) -> None:
    section.part.ask_passphrase(path)
    section.type("seal_passphrase", passphrase)
    section.accept()


def test_an_issuers_certificate_is_imported_with_its_passphrase(
    open_section: Callable[..., Section], stepped: SteppedVault, tmp_path: Path
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "clinic.p12"
    path.write_bytes(write_pkcs12(key, certify(key, "Issued Clinic", start=NOW, end=NOW.replace(year=NOW.year + 2))))
    section = open_section()
    import_file(section, path, "wrong")
    assert "passphrase does not open this file" in section.says("seal_import_problem")
    assert stepped.vault.load_seal_key() == FIRST
    section.type("seal_passphrase", PASSPHRASE)
    section.accept()
    assert name_in_use(stepped) == "Issued Clinic"
    assert section.rows()[0] == "Issued Clinic"
    assert "Delete the file" in section.says("seal_note")


@pytest.mark.parametrize("content", [None, b"", b"%PDF"])
def test_a_file_that_holds_no_key_is_said_in_the_sheet(
    open_section: Callable[..., Section], stepped: SteppedVault, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "other.p12"
    if content is not None:
        path.write_bytes(content)
    section = open_section()
    import_file(section, path, "any")
    assert "no PKCS #12 file" in section.says("seal_import_problem")
    assert stepped.vault.load_seal_key() == FIRST


def test_no_field_keeps_a_passphrase(open_section: Callable[..., Section], tmp_path: Path) -> None:
    section = open_section()
    import_file(section, tmp_path / "none.p12", "a secret to look for")
    assert all("secret" not in one.text() for one in section.page.window().findChildren(QLineEdit))


def test_the_certificates_are_exported_for_others(
    open_section: Callable[..., Section], stepped: SteppedVault, tmp_path: Path
) -> None:
    stepped.vault.save_seal_key(make_key())
    section = open_section(NURSE)
    section.part.export(tmp_path / "clinic.pem")
    stepped.executor.run_all()
    assert len(read_certificates((tmp_path / "clinic.pem").read_bytes())) == 2
    assert "no secret" in section.says("seal_note")
    section.part.export(tmp_path / "missing" / "clinic.pem")
    stepped.executor.run_all()
    assert "folder" in section.says("seal_note")


def test_staff_see_everything_and_change_nothing(open_section: Callable[..., Section], stepped: SteppedVault) -> None:
    section = open_section(NURSE)
    assert section.rows()[0] == CLINIC.name
    line = section.page.findChild(ReasonLine, "why_not_seal")
    assert isinstance(line, ReasonLine)
    assert not line.isHidden()
    assert [section.button(name).isEnabled() for name in ("seal_make", "seal_import", "seal_try")] == [False] * 3
    assert section.button("seal_export").isEnabled()
    section.part.ask_passphrase(Path("any.p12"))
    assert not [one for one in section.page.window().findChildren(Sheet) if one.isVisible()]


def test_a_vault_without_a_certificate_says_so(
    open_section: Callable[..., Section],
    runner: JobRunner,
    executor: ManualExecutor,
    tmp_path: Path,
    clock: SteppedClock,
) -> None:
    section = open_section()
    bare = SteppedVault(runner, executor, tmp_path / "bare", clock)
    section.part._access = bare.access
    section.part.load()
    executor.run_all()
    assert "nothing can be sealed" in section.rows()[0]
    assert not section.button("seal_export").isEnabled()
    bare.close()


@pytest.fixture
def authority() -> Iterator[TimeStampAuthority]:
    made = TimeStampAuthority()
    yield made
    made.close()


def test_a_time_stamp_service_is_tried_out_and_kept_with_its_certificate(
    open_section: Callable[..., Section], stepped: SteppedVault, authority: TimeStampAuthority
) -> None:
    section = open_section()
    section.type("seal_service", f" {authority.url} ")
    section.press("seal_try")
    assert "“Example Time Stamps” answered" in section.says("seal_outcome")
    assert stepped.vault.load_time_stamp_service() == TimeStampService(authority.url, (authority.certificate,))
    section.type("seal_service", "")
    section.press("seal_try")
    assert section.says("seal_outcome") == "Seals carry no time stamp."
    assert stepped.vault.load_time_stamp_service() == TimeStampService("", (authority.certificate,))


@pytest.mark.parametrize(("url", "said"), [("tsa.example", "no address"), ("http://127.0.0.1:9/", "did not answer")])
def test_a_service_that_fails_is_not_kept(
    open_section: Callable[..., Section], stepped: SteppedVault, url: str, said: str
) -> None:
    section = open_section()
    section.type("seal_service", url)
    section.press("seal_try")
    assert said in section.says("seal_outcome")
    assert stepped.vault.load_time_stamp_service() == TimeStampService()

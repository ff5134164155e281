"""What the window's tests share: one application and theme, a session whose jobs a test steps by hand, snapshots."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from printed_once import PrintedOnce
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shipped import get_clinical_content, get_content
from unmade import leave_unmade
from vault_samples import SteppedVault
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui import press
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.session import Session, make_session
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Catalogue, Words, read_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(find_resources() / "i18n")


@pytest.fixture(scope="session")
def content() -> Content:
    """The content as it ships."""
    return get_content()


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    """A new vault, whose jobs run when the test says so."""
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared_theme(qapp: QApplication) -> Theme:
    return Theme(find_resources(), qapp, Scheme.LIGHT)


@pytest.fixture(scope="session", autouse=True)
def _printed_once() -> Iterator[None]:
    """The same document of the same visit is printed once for all tests of pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(press, "render_paper", PrintedOnce())
        yield


@pytest.fixture
def theme(shared_theme: Theme) -> Iterator[Theme]:
    """The light theme; a test that switches it finds it light again next time."""
    yield shared_theme
    shared_theme.set_scheme(Scheme.LIGHT)


@pytest.fixture(params=list(Language))
def words(request: pytest.FixtureRequest, catalogue: Catalogue) -> Words:
    """The words of each language in turn."""
    return catalogue.in_language(request.param)


@pytest.fixture
def english(catalogue: Catalogue) -> Words:
    return catalogue.in_language(Language.EN)


@pytest.fixture(scope="session")
def clinical_content() -> ClinicalContent:
    return get_clinical_content()


@pytest.fixture
def executor() -> ManualExecutor:
    """Runs jobs when the test calls `step()` or `run_all()`."""
    return ManualExecutor()


@pytest.fixture
def runner(executor: ManualExecutor, qapp: QApplication) -> Iterator[JobRunner]:
    made = JobRunner(executor)
    yield made
    leave_unmade(executor)
    made.close()


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def drafts() -> SavedDrafts:
    return SavedDrafts()


@pytest.fixture
def session(
    runner: JobRunner, drafts: SavedDrafts, clinical_content: ClinicalContent, clock: SteppedClock
) -> Iterator[Session]:
    """A session with an empty first visit of the sample patient."""
    made = make_session(clinical_content, runner, drafts.save, clock)
    made.open_visit(PATIENT, Consultation("c1", NOW), CLINIC, PHYSICIAN)
    yield made
    made.close_visit()


@pytest.fixture
def window_language(catalogue: Catalogue) -> WindowLanguage:
    return WindowLanguage(catalogue, Language.EN)


@pytest.fixture
def context(
    theme: Theme, window_language: WindowLanguage, session: Session, runner: JobRunner, clock: SteppedClock
) -> PageContext:
    """What a page is given; the visit is open, jobs wait for the test."""
    return PageContext(theme, window_language, session, runner, clock)


@pytest.fixture
def access(runner: JobRunner, tmp_path: Path, clock: SteppedClock) -> VaultAccess:
    """The way to a vault that is locked: whatever is asked of it fails."""
    return VaultAccess(runner, tmp_path / "locked", clock)


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """A window that is still open, or a thread that still runs, fails the test that left it."""
    threads = {thread.ident for thread in threading.enumerate()}
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication):
        left = [type(widget).__name__ for widget in app.topLevelWidgets() if widget.isVisible()]
        for widget in app.topLevelWidgets():
            widget.hide()
            widget.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not left, f"windows left open: {left}"
    running = [t.name for t in threading.enumerate() if t.ident not in threads and t.name.startswith("stemsup")]
    assert not running, f"threads left running: {running}"


@pytest.fixture
def shown(qtbot: object) -> Iterator[Callable[[QWidget, int, int], QWidget]]:
    """Show a widget at a size; it is closed and deleted after the test."""
    opened: list[QWidget] = []

    def show(widget: QWidget, width: int = 800, height: int = 600) -> QWidget:
        opened.append(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        QTest.qWaitForWindowActive(widget, 2000)
        return widget

    yield show
    for widget in opened:
        widget.close()
        widget.deleteLater()


@pytest.fixture
def snapshot(tmp_path: Path) -> Callable[[QWidget, str], Path]:
    """Draw a widget to a PNG for human eyes, in STEMSUP_SNAPSHOTS or the test's own folder; never asserted."""
    folder = Path(os.environ.get("STEMSUP_SNAPSHOTS", tmp_path))

    def draw(widget: QWidget, name: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.png"
        widget.grab().save(str(path))
        return path

    return draw

"""Files dropped anywhere: what they are taken for, what is said beforehand, where they go, and what is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_strings import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.drop_desk import DropDesk, DropWays
from stemsup_desktop.ui.dropped_files import MOST_FILES, DropKind, judge_drop
from stemsup_desktop.ui.scan_desk import ScanNotice
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.view_parts import TagState

FILES = {
    DropKind.DOCUMENTS: "a.pdf",
    DropKind.PICTURES: "a.jpg",
    DropKind.SCANS: "a.tif",
    DropKind.CERTIFICATE: "a.csv",
    DropKind.CHECKLIST: "a.json",
    DropKind.BACKUP: "a.stemsup",
}
TAKEN = tuple(FILES)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["a.pdf", "B.PDF"], DropKind.DOCUMENTS),
        (["a.jpg", "b.JPEG", "c.png"], DropKind.PICTURES),
        (["a.tif", "b.TIFF"], DropKind.SCANS),
        (["a.jpg", "b.tif"], DropKind.SEVERAL_KINDS),
        (["a.csv"], DropKind.CERTIFICATE),
        (["a.csv", "b.csv"], DropKind.ONE_AT_A_TIME),
        (["a.stemsup", "b.stemsup"], DropKind.ONE_AT_A_TIME),
        (["a.pdf", "b.csv"], DropKind.SEVERAL_KINDS),
        (["a.pdf", "b.exe"], DropKind.UNKNOWN),
        (["folder"], DropKind.UNKNOWN),
        ([".pdf"], DropKind.UNKNOWN),
        (["a.pdf.exe"], DropKind.UNKNOWN),
        ([], DropKind.UNKNOWN),
        (["a.pdf"] * MOST_FILES, DropKind.DOCUMENTS),
        (["a.pdf"] * (MOST_FILES + 1), DropKind.TOO_MANY),
    ],
)
def test_files_are_told_apart_by_the_end_of_their_names(names: list[str], kind: DropKind) -> None:
    assert judge_drop([Path(name) for name in names]) is kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["a.jpg", "b.png", "c.tif"], DropKind.SCANS),
        (["a.pdf"], DropKind.DOCUMENTS),
        (["a.jpg", "b.pdf"], DropKind.SEVERAL_KINDS),
        (["a.csv"], DropKind.CERTIFICATE),
        (["a.jpg"] * (MOST_FILES + 1), DropKind.TOO_MANY),
    ],
)
def test_where_papers_are_shown_a_picture_is_a_page_of_one(names: list[str], kind: DropKind) -> None:
    assert judge_drop([Path(name) for name in names], are_papers_shown=True) is kind


@given(st.lists(st.text(max_size=40), max_size=6))
def test_no_name_breaks_it(names: list[str]) -> None:
    assert judge_drop([Path(name) for name in names]) in DropKind


class Drops:
    """A desk whose ways a test watches."""

    def __init__(self, context: PageContext) -> None:
        self.taken: list[tuple[DropKind, int]] = []
        self.said: list[ScanNotice] = []
        self.has_obstacle = False
        self.is_refused = False
        self.are_papers_shown = False
        takers = {kind: lambda paths, kind=kind: self._take(kind, paths) for kind in TAKEN}
        ways = DropWays(takers, lambda: self.has_obstacle, self.said.append, lambda: self.are_papers_shown)
        self.desk = DropDesk(context, ways)

    def _take(self, kind: DropKind, paths: tuple[Path, ...]) -> bool:
        self.taken.append((kind, len(paths)))
        return not self.is_refused


@pytest.fixture
def drops(context: PageContext) -> Drops:
    return Drops(context)


@pytest.mark.parametrize("kind", TAKEN)
def test_each_kind_is_foretold_and_goes_where_it_belongs(drops: Drops, kind: DropKind) -> None:
    paths = (Path(FILES[kind]),)
    foretold = drops.desk.foretell(paths)
    assert (foretold.state, bool(foretold.sentence)) == (TagState.INFORMATION, True)
    drops.desk.take(paths)
    assert drops.taken == [(kind, 1)]
    assert drops.said == []


@pytest.mark.parametrize("names", [["x.exe"], ["a.pdf", "b.csv"], ["a.csv", "b.csv"], ["a.pdf"] * (MOST_FILES + 1)])
def test_what_is_not_taken_is_said_beforehand_and_again(drops: Drops, names: list[str]) -> None:
    paths = tuple(Path(name) for name in names)
    foretold = drops.desk.foretell(paths)
    assert foretold.state is TagState.CAUTION
    drops.desk.take(paths)
    assert drops.taken == []
    assert [notice.sentence for notice in drops.said] == [foretold.sentence]


def test_nothing_is_taken_under_an_open_sheet(drops: Drops) -> None:
    drops.has_obstacle = True
    drops.desk.take((Path("a.pdf"),))
    assert (drops.taken, len(drops.said)) == ([], 1)


def test_pictures_want_an_open_visit(drops: Drops, session: Session) -> None:
    session.close_visit()
    drops.desk.take((Path("a.png"),))
    assert (drops.taken, len(drops.said)) == ([], 1)


def test_pictures_over_papers_are_scans_and_want_no_visit_but_an_open_paper(
    drops: Drops, session: Session, context: PageContext
) -> None:
    session.close_visit()
    drops.are_papers_shown = True
    paths = (Path("a.jpg"), Path("b.png"))
    assert drops.desk.foretell(paths).sentence == context.words("drops.will_scans", count=2)
    drops.desk.take(paths)
    assert (drops.taken, drops.said) == ([(DropKind.SCANS, 2)], [])
    drops.is_refused = True
    drops.desk.take(paths)
    assert [notice.sentence for notice in drops.said] == [context.words("drops.first_scans")]


def test_a_certificate_without_a_chosen_lot_says_what_comes_first(drops: Drops, context: PageContext) -> None:
    drops.is_refused = True
    drops.desk.take((Path("a.csv"),))
    assert [notice.sentence for notice in drops.said] == [context.words("drops.first_certificate")]


@pytest.mark.parametrize("kind", [DropKind.CHECKLIST, DropKind.BACKUP])
def test_staff_cannot_slip_past_an_administrator_by_dropping(
    drops: Drops, session: Session, monkeypatch: pytest.MonkeyPatch, kind: DropKind
) -> None:
    monkeypatch.setattr(session, "may", lambda right: right is not Right.ADMINISTER)
    assert drops.desk.foretell((Path(FILES[kind]),)).state is TagState.CAUTION
    drops.desk.take((Path(FILES[kind]),))
    assert (drops.taken, len(drops.said)) == ([], 1)


@pytest.mark.parametrize("name", HOSTILE.values())
def test_no_name_of_a_file_is_ever_shown(drops: Drops, name: str) -> None:
    secret = f"Tanaka Hanako {name}".replace("/", "_").replace("\0", "_")
    for ending in (".pdf", ".jpg", ".csv", ".exe", ""):
        paths = (Path(secret + ending),)
        drops.desk.take(paths)
        sentences = [drops.desk.foretell(paths).sentence, *(notice.sentence for notice in drops.said)]
        assert not any("Tanaka" in sentence for sentence in sentences)


@pytest.fixture
def window(context: PageContext, qapp: QApplication) -> Iterator[MainWindow]:
    made = MainWindow(context, qapp)
    made.resize(1024, 768)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def hang(window: MainWindow, *names: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/tmp/{name}") for name in names])
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    event = QDragEnterEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, event)


def test_a_band_says_it_while_files_hang_over_the_window(window: MainWindow, drops: Drops) -> None:
    def show(paths: tuple[Path, ...]) -> None:
        notice = drops.desk.foretell(paths)
        window.show_drop(notice.state, notice.sentence)

    window.files_dragged.connect(show)
    hang(window, "a.pdf", "b.pdf")
    band = window.drop_band
    assert band.isVisible()
    assert band.x() == window.rail.width()
    assert band.geometry().right() < window.width()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not band.isVisible()

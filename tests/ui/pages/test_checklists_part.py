"""Adding and choosing checklists in the settings, on a real vault."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from checklist_samples import make_question, write_checklist
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from vault_samples import SteppedVault
from visit_samples import PHYSICIAN

from stemsup_desktop.consultation.checklist_report import derive_report
from stemsup_desktop.consultation.checklists import read_checklist, with_checklist
from stemsup_desktop.content import Content
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.json_reading import MOST_BYTES
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.check_box import RadioButton, RadioGroup
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.settings.checklists_part import ChecklistsPart, read_candidate
from stemsup_desktop.ui.pages.settings.checklists_view import PreviewView, derive_checklists, say_refusal
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.words import Words

QUIET_PADDING_PX = 13
"""Of a quiet button with its outline, before its words."""
OURS = "https://clinic.example/q|7"
Show = Callable[[QWidget, int, int], QWidget]
Snapshot = Callable[[QWidget, str], Path]


@pytest.fixture
def library(content: Content) -> ChecklistLibrary:
    return ChecklistLibrary(content.clinical)


@pytest.fixture
def page(
    context: PageContext, content: Content, stepped: SteppedVault, library: ChecklistLibrary, shown: Show
) -> SettingsPage:
    made = SettingsPage(context, content, stepped.access, library)
    made.make_whole()
    shown(made, 1280, 800)
    stepped.executor.run_all()
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ours.json"
    path.write_bytes(write_checklist())
    return path


def find(page: SettingsPage, name: str) -> QWidget:
    QApplication.sendPostedEvents()  # Qt shows new widgets a moment later
    return next(widget for widget in page.findChildren(QWidget, name) if not widget.isHidden())


def is_seen(page: SettingsPage, name: str) -> bool:
    return any(widget.isVisibleTo(page) for widget in page.findChildren(QWidget, name))


def click(page: SettingsPage, name: str) -> None:
    button = find(page, name)
    assert isinstance(button, QPushButton)
    button.click()


def read(page: SettingsPage, stepped: SteppedVault, path: Path) -> None:
    page.findChild(ChecklistsPart).read_file(path)
    stepped.executor.run_all()


def add(page: SettingsPage, stepped: SteppedVault, path: Path) -> None:
    read(page, stepped, path)
    click(page, "add_checklist")
    stepped.executor.run_all()


def options(page: SettingsPage) -> list[str]:
    group = find(page, "checklist_in_use")
    return [button.text() for button in group.findChildren(RadioButton)]


def choose(page: SettingsPage, stepped: SteppedVault, number: int) -> None:
    find(page, "checklist_in_use").findChildren(RadioButton)[number].click()
    stepped.executor.run_all()


def say_note(page: SettingsPage) -> str:
    return " ".join(label.text() for label in find(page, "checklist_note").findChildren(Label))


def make_drag(data: QMimeData) -> QDropEvent:
    """Make an event with what is dragged; Qt's own event for entering cannot be made without a warning."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    event.ignore()
    return event


def test_only_the_shipped_checklist_is_there_at_first(page: SettingsPage, content: Content) -> None:
    version = content.clinical.questionnaire.version

    assert options(page) == [f"Examination, version {version} (part of this program)"]
    assert find(page, "checklist_in_use").findChildren(RadioButton)[0].isChecked()
    assert not is_seen(page, "checklist_preview")


def test_a_file_is_looked_at_before_it_is_added(page: SettingsPage, stepped: SteppedVault, file: Path) -> None:
    read(page, stepped, file)

    assert is_seen(page, "checklist_preview")
    assert find(page, "preview_title").text() == "Our checklist"
    assert is_seen(page, "report_not_judged")
    assert page.focusWidget() is find(page, "checklist_preview")
    assert stepped.vault.list_checklists() == ()


def test_a_long_report_begins_with_a_few_lines_and_shows_the_rest_when_asked(
    page: SettingsPage, stepped: SteppedVault, file: Path, content: Content
) -> None:
    read(page, stepped, file)
    preview = find(page, "checklist_preview")
    titles = [rule.title.en for rule in content.clinical.rules.rules if any(one.question for one in rule.when)]

    def count() -> int:
        QApplication.sendPostedEvents()
        said = [label.text() for label in preview.findChildren(Label)]
        return sum(title in said for title in titles)

    assert count() == 4
    click(page, "show_all_not_judged")
    assert count() == len(titles)
    assert not is_seen(page, "show_all_not_judged")


def test_the_lines_of_a_preview_stand_on_one_base_line_and_at_one_left_edge(
    page: SettingsPage, stepped: SteppedVault, file: Path
) -> None:
    read(page, stepped, file)
    preview = find(page, "checklist_preview")
    QApplication.sendPostedEvents()
    QTest.qWait(0)
    texts = {one.text(): one for one in preview.findChildren(Label)}
    bases = []
    for one in (texts["Own questions"], texts["section"]):
        metrics = one.fontMetrics()
        top = one.mapTo(preview, one.rect().topLeft()).y()
        bases.append(top + (one.height() - metrics.height()) / 2 + metrics.ascent())
    assert abs(bases[0] - bases[1]) < 1
    button = find(page, "show_all_not_judged")
    first = next(one for one in preview.findChildren(Label) if one.contentsMargins().left() == sizes.XL)
    left = first.mapTo(preview, first.contentsRect().topLeft()).x()
    assert abs(button.mapTo(preview, button.rect().topLeft()).x() + QUIET_PADDING_PX - left) <= 1


def test_what_is_added_is_kept_byte_for_byte_with_who_added_it(
    page: SettingsPage, stepped: SteppedVault, file: Path
) -> None:
    add(page, stepped, file)
    (entry,) = (entry for entry in stepped.vault.list_checklists() if not entry.is_shipped)

    assert entry.name.canonical == OURS
    assert entry.added_by == PHYSICIAN.name
    assert stepped.vault.load_checklist(OURS) == file.read_bytes()
    assert options(page)[1] == "Our checklist, version 7, added 8 Sep 2026"
    assert not is_seen(page, "checklist_preview")
    assert "was added" in say_note(page)


def test_nothing_is_added_without_a_yes(page: SettingsPage, stepped: SteppedVault, file: Path) -> None:
    read(page, stepped, file)
    click(page, "cancel_checklist")
    stepped.executor.run_all()

    assert not is_seen(page, "checklist_preview")
    assert stepped.vault.list_checklists() == ()


def test_new_visits_begin_with_what_is_chosen_until_another_is(
    page: SettingsPage, stepped: SteppedVault, library: ChecklistLibrary, file: Path
) -> None:
    add(page, stepped, file)
    assert library.begin(stepped.vault) is library.shipped
    choose(page, stepped, 1)
    assert library.begin(stepped.vault).questionnaire.canonical == OURS
    choose(page, stepped, 0)
    assert library.begin(stepped.vault) is library.shipped
    assert stepped.vault.load_checklist(OURS) == file.read_bytes()


def test_the_choice_is_there_when_the_page_is_made_anew(
    page: SettingsPage,
    context: PageContext,
    content: Content,
    stepped: SteppedVault,
    library: ChecklistLibrary,
    file: Path,
    shown: Show,
) -> None:
    add(page, stepped, file)
    choose(page, stepped, 1)
    again = SettingsPage(context, content, stepped.access, library)
    again.make_whole()
    shown(again, 1280, 800)
    stepped.executor.run_all()

    assert [
        button.isChecked() for button in again.findChild(RadioGroup, "checklist_in_use").findChildren(RadioButton)
    ] == [
        False,
        True,
    ]


def test_the_same_file_once_more_says_so(page: SettingsPage, stepped: SteppedVault, file: Path) -> None:
    add(page, stepped, file)
    add(page, stepped, file)

    assert len(options(page)) == 2
    assert "was added before" in say_note(page)


def test_other_bytes_of_the_same_version_are_refused_with_a_sentence(
    page: SettingsPage, stepped: SteppedVault, file: Path
) -> None:
    add(page, stepped, file)
    file.write_bytes(write_checklist(make_question("other")))
    add(page, stepped, file)

    assert "Give the new one another version" in say_note(page)
    assert len(options(page)) == 2
    assert is_seen(page, "checklist_preview")


def test_a_later_version_stands_beside_the_first(page: SettingsPage, stepped: SteppedVault, file: Path) -> None:
    add(page, stepped, file)
    file.write_bytes(write_checklist(version="8"))
    add(page, stepped, file)

    assert [option.split(", ")[1] for option in options(page)[1:]] == ["version 7", "version 8"]


def test_a_file_that_is_dropped_is_read(page: SettingsPage, stepped: SteppedVault, file: Path) -> None:
    area = page.findChild(DropArea)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = make_drag(data)
    area.dragEnterEvent(event)
    assert event.isAccepted()
    area.dropEvent(make_drag(data))
    stepped.executor.run_all()

    assert find(page, "preview_title").text() == "Our checklist"


@pytest.mark.parametrize("urls", [[], ["https://clinic.example/q.json"], ["file:///a", "file:///b"]])
def test_anything_but_one_file_cannot_be_dropped(page: SettingsPage, urls: list[str]) -> None:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    event = make_drag(data)
    page.findChild(DropArea).dragEnterEvent(event)
    page.findChild(DropArea).dropEvent(event)

    assert not event.isAccepted()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not readable as JSON"),
        (b"no json", "not readable as JSON"),
        (b"[]", "expected a JSON object"),
        (b"\xff\xfe", "not readable as JSON"),
        (b'{"resourceType": "Patient"}', "not a FHIR Questionnaire"),
        (b'{"resourceType": "Questionnaire"}', "at least one item"),
        (b'{"resourceType": "Questionnaire", "fhirVersion": "1.0.2", "item": [{}]}', "STU3, R4 and R5"),
        (b'{"resourceType": "Questionnaire", "item": [{"linkId": "a", "type": "display"}]}', "no question"),
        (b"[" * 100_000, "not readable as JSON"),
    ],
)
def test_what_is_no_checklist_is_refused_with_a_sentence(
    page: SettingsPage, stepped: SteppedVault, file: Path, data: bytes, words: str
) -> None:
    file.write_bytes(data)
    read(page, stepped, file)

    assert say_note(page).startswith("This file was not added.")
    assert words in say_note(page)
    assert "Install StemSup Desktop again" not in say_note(page)
    assert not is_seen(page, "checklist_preview")


def test_a_refused_file_takes_away_the_one_looked_at_before(
    page: SettingsPage, stepped: SteppedVault, file: Path, tmp_path: Path
) -> None:
    read(page, stepped, file)
    read(page, stepped, tmp_path / "missing.json")

    assert "This file was not added." in say_note(page)
    assert not is_seen(page, "checklist_preview")


@pytest.mark.parametrize("name", ["", "missing.json", "nul\u0000l.json"])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, content: Content, name: str) -> None:
    with pytest.raises(InputProblem) as refused:
        read_candidate(tmp_path / name, content.clinical)

    assert refused.value.code == "checklist-unreadable"


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path, content: Content) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(InputProblem) as refused:
        read_candidate(path, content.clinical)

    assert refused.value.code == "content-too-large"


def test_a_refusal_is_a_sentence_in_both_languages(words: Words) -> None:
    codes = ("content-invalid", "content-too-large", "questionnaire-wrong", "questionnaire-version", "checklist-empty")
    for code in (*codes, "checklist-unnamed", "checklist-unreadable"):
        sentence = say_refusal(InputProblem(code, "q.json: fault"), words)
        assert sentence
        assert (words.language is Language.JA) == (not sentence.isascii())


def derive(
    data: bytes, content: Content, library: ChecklistLibrary, stepped: SteppedVault, words: Words
) -> PreviewView:
    checklist = read_checklist(data, "ours.json")
    report = derive_report(checklist, with_checklist(content.clinical, checklist))
    preview = derive_checklists(library.load_shelf(stepped.vault), report, words).preview
    assert preview is not None
    return preview


def test_the_preview_says_version_languages_questions_and_sections(
    content: Content, library: ChecklistLibrary, stepped: SteppedVault, english: Words
) -> None:
    view = derive(write_checklist(), content, library, stepped, english)

    assert view.title == "Our checklist"
    assert [value for _, value in view.facts] == ["7", OURS, "English and Japanese", "2", "Own questions"]
    assert [(line.level, line.text, line.kind) for line in view.lines] == [
        (0, "Own questions", "section"),
        (1, "Question own-1?", "yes or no, required"),
        (1, "Question own-2?", "yes or no, required"),
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"language": "en"}, "English, only partly in both"),
        ({"language": "ja"}, "Japanese"),
        ({"language": "fr"}, "fr, only partly in both"),
    ],
)
def test_languages_are_said_as_far_as_they_are_known(
    fields: dict[str, str],
    said: str,
    content: Content,
    library: ChecklistLibrary,
    stepped: SteppedVault,
    english: Words,
) -> None:
    data = write_checklist(make_question("a"), {"linkId": "b", "type": "boolean", "text": "Only one"}, **fields)

    assert dict(derive(data, content, library, stepped, english).facts)["Languages"] == said


def test_the_shipped_questions_have_nothing_to_report(
    content: Content, library: ChecklistLibrary, stepped: SteppedVault, words: Words
) -> None:
    own = json.dumps(json.loads(content.clinical.source) | {"version": "own"}).encode()
    view = derive(own, content, library, stepped, words)

    assert view.parts == ()
    assert view.verdict == words("checklists.nothing_wrong")
    assert view.more


@pytest.mark.parametrize("language", list(Language))
def test_the_section_in_pictures(
    page: SettingsPage,
    stepped: SteppedVault,
    tmp_path: Path,
    context: PageContext,
    content: Content,
    library: ChecklistLibrary,
    snapshot: Snapshot,
    shown: Show,
    language: Language,
) -> None:
    context.language.set_language(language)
    made = SettingsPage(context, content, stepped.access, library)
    made.make_whole()
    shown(made, 1280, 1400)
    stepped.executor.run_all()
    path = tmp_path / "odd.json"
    odd = {"linkId": "photo", "type": "hologram", "text": "A photo"}
    path.write_bytes(write_checklist(make_question("a"), make_question("b", type="choice"), odd))
    read(made, stepped, path)
    part = made.findChild(ChecklistsPart)
    QApplication.sendPostedEvents()

    assert snapshot(part, f"checklists-{language}").exists()

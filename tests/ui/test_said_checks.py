"""Each rule of the walk that asks and reads can fail: on widgets that are wrong on purpose."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from said.looks import find_orphan, find_ugly
from said.names import Names
from said.word_lists import Blind, Known
from said.words import Reader

from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.theme import Theme

Show = Callable[..., list[QWidget]]


class NothingPainted:
    """Stands for widgets that paint no text."""

    def of(self, widget: QWidget) -> list[str]:
        return []


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(NothingPainted())


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Puts widgets into a window that lives as long as the test."""
    hosts: list[QWidget] = []

    def put(*widgets: QWidget) -> list[QWidget]:
        host = QWidget()
        rows = QVBoxLayout(host)
        for widget in widgets:
            rows.addWidget(widget)
        qtbot.addWidget(host)
        host.show()
        hosts.append(host)
        return list(widgets)

    return put


def named(widget: QWidget, name: str, description: str = "") -> QWidget:
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(description)
    return widget


def ask(shown: list[QWidget]) -> list[str]:
    names = Names()
    names.ask(shown, "here")
    return [fault.partition(": ")[2] for fault in names.faults]


def locked(reason: str) -> QWidget:
    button = named(QPushButton("Seal"), "Seal", reason)
    button.setEnabled(False)
    return button


WRONG: dict[str, tuple[Callable[[], list[QWidget]], str]] = {
    "nameless": (lambda: [QLineEdit()], "has no name"),
    "locked without a word": (lambda: [locked("")], "does not say why it cannot be used"),
    "twins": (lambda: [named(QLineEdit(), "Lot"), named(QLineEdit(), "Lot")], "has the name of another beside it"),
    "another name": (lambda: [named(QPushButton("Seal"), "Print")], "is not called what stands on it ('Seal')"),
    "a name without a role": (lambda: [named(QWidget(), "Vials")], "has a name and no role"),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_assistive_technology_cannot_learn_is_found(name: str, show: Show) -> None:
    make, said = WRONG[name]
    assert ask(show(*make())) == [said]


def test_a_control_that_says_all_of_itself_passes(show: Show) -> None:
    assert ask(show(locked("Two initials are missing."), named(QLineEdit(), "Lot"))) == []


def test_an_icon_needs_a_word_for_the_pointer(show: Show, theme: Theme) -> None:
    told, untold = IconButton(theme, "close", "Remove"), IconButton(theme, "close", "Remove")
    untold.setToolTip("")
    (said,) = find_ugly(show(told, untold))
    assert said.endswith("an icon without a word for the pointer")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("What is known and what is not known", "known"),
        ("Known", ""),
        ("What is known and what we do not know yet", ""),
    ],
)
def test_a_heading_ends_in_no_word_of_its_own(text: str, left: str, show: Show, theme: Theme) -> None:
    heading = Label(theme, text, role="title", wraps=True)
    whole = heading.fontMetrics().horizontalAdvance(text)
    room = whole - heading.fontMetrics().horizontalAdvance("know") if left else whole * 3 // 5
    show(heading)
    heading.setFixedWidth(max(room, 60))
    assert find_orphan(heading) == left


@pytest.mark.parametrize(
    ("language", "text"), [(Language.JA, "Save as PDF"), (Language.JA, "Print…"), (Language.EN, "封印する")]
)
def test_a_text_of_the_other_language_is_found(language: Language, text: str, reader: Reader, show: Show) -> None:
    shown = show(QLabel(text))
    reader.look(shown, f"{language} {text}", language)
    assert f"{language} {text}" in reader.faults.values()


def test_a_tooltip_is_read_too(reader: Reader, show: Show) -> None:
    label = QLabel("PDF")
    label.setToolTip("印刷前の確認")
    reader.look(show(label), "tooltip", Language.EN)
    assert "tooltip" in reader.faults.values()


@pytest.mark.parametrize("language", list(Language))
def test_names_and_figures_belong_to_both_languages(language: Language, reader: Reader, show: Show) -> None:
    reader.look(show(QLabel("VEGF"), QLabel("1.84 ng/mL"), QLabel("日本語")), f"both {language}", language)
    assert f"both {language}" not in reader.faults.values()


def test_a_text_with_places_to_fill_is_known_by_its_words() -> None:
    known = Known({("Page {number} of {count}", "{count}ページ中{number}")}, 0)
    assert known.has("Page 3 of 7")
    assert not known.has("Leaf 3 of 7")


def test_what_a_person_typed_is_taken_out_with_what_joined_it() -> None:
    assert Blind({"Mori Naoto"}).to("Mori Naoto · 担当") == "担当"
    assert Blind({"Mori Naoto"}).to("· 担当") == "· 担当"

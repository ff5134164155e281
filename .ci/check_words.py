"""Opens every page, sheet and state of the running program in Japanese and reads whatever can be read on it.

Run it with QT_QPA_PLATFORM=offscreen; names of `KINDS` as arguments open only those. The way through the program is
that of `docs/pictures.py`: where it takes a picture, this reads every text of every widget - shown, painted, tooltip,
placeholder, accessible name and description - and fails on an English text of ours that has a Japanese one. Then the
window is switched to English, page by page, and nothing Japanese may stay but what a person typed.
"""

# ruff: noqa: E402 - paths and waits are changed before the modules of pictures are read

import ast
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

import picture_tools
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
SHORT_MS, PAGE_MS, PAPER_MS = 60, 350, 600
MOST_WAITS = 500
RESOURCES = ROOT / "resources"
EXAMPLES = ("examples", "earlier-visits", "lots")
NAMES_OF_A_PAGE = ("name", "title", "full_name")
LANGUAGES_BY_THEIR_OWN_NAME = ("日本語", "English")
SAME_IN_BOTH = re.compile(r"[\d\W]*(?:[A-Z]{2,}[\d\W]*)*")


Pair = tuple[str, str]


def find_pairs() -> Iterator[Pair]:
    """Return every text of ours as English and Japanese: of the content, the word files and the code."""
    for path in sorted(RESOURCES.rglob("*.json")):
        if path.relative_to(RESOURCES).parts[0] not in EXAMPLES:
            yield from _pairs_of(json.loads(path.read_text("utf-8")))
    for path in sorted((ROOT / "stemsup_desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and len(node.args) == 2:
                texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
                if len(texts) == 2:
                    yield texts[0], texts[1]


def find_names_in_both() -> Iterator[Pair]:
    """Return what a physician reads in both languages side by side: questions, and the names of the reference."""
    for path in sorted((RESOURCES / "questionnaires").rglob("*.json")):
        yield from _pairs_of(json.loads(path.read_text("utf-8")))
    for path in sorted((RESOURCES / "reference").rglob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        for key in NAMES_OF_A_PAGE:
            yield from _pairs_of(page.get(key) if isinstance(page, dict) else None)


def _pairs_of(value: object) -> Iterator[Pair]:
    match value:
        case {"en": str(english), "ja": str(japanese)}:
            yield english, japanese
            if isinstance(one := value.get("en_one"), str):
                yield one, japanese
        case {"text": str(english), "_text": {"extension": list(extensions)}}:
            for extension in extensions:
                parts = {part.get("url"): part for part in extension.get("extension", ())}
                if parts.get("lang", {}).get("valueCode") == "ja":
                    yield english, parts["content"]["valueString"]
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _pairs_of(part)


class Known:
    """The texts of one language that the other language says in other words, whole or with places to fill."""

    def __init__(self, pairs: set[tuple[str, str]], language: int) -> None:
        self._whole: set[str] = set()
        filled = []
        for pair in pairs:
            text, other = pair[language], pair[1 - language]
            if text == other or (language == 0 and SAME_IN_BOTH.fullmatch(text)):
                continue
            try:
                parts = [(part, place) for part, place, _, _ in Formatter().parse(text)]
            except ValueError:
                parts = [(text, None)]
            if all(place is None for _, place in parts):
                self._whole.add(text)
            elif WORD.search("".join(part for part, _ in parts)) or language == 1:
                filled.append("".join(re.escape(part) + (".+?" if place is not None else "") for part, place in parts))
        self._filled = [re.compile(one, re.DOTALL) for one in filled if len(one.replace(".+?", "")) > 3]

    def has(self, text: str) -> bool:
        """Tell whether a text on the screen is one of these."""
        return text in self._whole or any(pattern.fullmatch(text) for pattern in self._filled)


def read_examples() -> Iterator[str]:
    """Return whatever the example patients and lots say, which nobody translates."""
    for name in EXAMPLES:
        for path in sorted((RESOURCES / name).rglob("*.json")):
            yield from _leaves(json.loads(path.read_text("utf-8")))


def read_typed_on_the_way() -> Iterator[str]:
    """Return what is typed or read in on the way through the program."""
    for path in sorted((ROOT / "docs").glob("picture_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
                yield from (
                    part for line in node.value.splitlines() for part in (line, *line.split(",")) if len(part) > 3
                )


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _leaves(part)


class Blind:
    """Takes out of a text what may stand in either language: names in both, and what a person typed."""

    def __init__(self, texts: set[str]) -> None:
        longest_first = sorted((text for text in texts if len(text) > 1), key=len, reverse=True)
        self._found = re.compile("|".join(map(re.escape, longest_first)))

    def to(self, text: str) -> str:
        """Return the rest of a text, without the marks that joined it to what was taken out."""
        rest = self._found.sub("", text)
        return text if rest == text else rest.strip(" ,、·・:：()（）\n")


class PaintedTexts:
    """Remembers what Python paints while a widget is drawn."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        draw = QPainter.drawText

        def remember(painter: QPainter, *given: Any) -> Any:
            self.texts += [part for part in given if isinstance(part, str)]
            return draw(painter, *given)

        QPainter.drawText = remember  # type: ignore[method-assign,assignment]

    def of(self, widget: QWidget) -> list[str]:
        """Draw a widget and return what was painted on it."""
        self.texts.clear()
        widget.grab()
        return list(self.texts)


def read_widget(widget: QWidget) -> Iterator[str]:
    """Return what a widget says in itself: shown, for the pointer, for a screen reader."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if widget.isWindow():
        yield widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(row) for row in range(widget.count()))


class Reader:
    """Reads windows in one language and keeps what is of the other."""

    def __init__(self) -> None:
        both = set(find_names_in_both())
        pairs = set(find_pairs()) - both
        typed = {*read_examples(), *read_typed_on_the_way()}
        self._english, self._japanese = Known(pairs, 0), Known(pairs, 1)
        self._said_in_english = {english for english, _ in pairs}
        self._blind = {
            "ja": Blind(typed | {english for english, _ in both} | set(LANGUAGES_BY_THEIR_OWN_NAME)),
            "en": Blind(typed | {japanese for _, japanese in both} | set(LANGUAGES_BY_THEIR_OWN_NAME)),
        }
        self._painted = PaintedTexts()
        self._judged: dict[tuple[str, str], bool] = {}
        self.faults: set[tuple[str, str, str]] = set()
        self.states = self.read = 0

    def look(self, widget: QWidget, state: str, language: str) -> None:
        """Read a window and everything on it."""
        QCoreApplication.sendPostedEvents()
        self.states += 1
        texts = {(type(part).__name__, text) for part in self._visible(widget) for text in read_widget(part)}
        texts |= {("painted", text) for text in self._painted.of(widget)}
        for where, text in texts:
            plain = _without_joiners(text)
            if plain:
                self.read += 1
                if not self._is_right(plain, language):
                    self.faults.add((state, where, plain))

    def _visible(self, widget: QWidget) -> Iterator[QWidget]:
        yield widget
        for part in widget.findChildren(QWidget):
            if part.isVisibleTo(widget):
                yield part

    def _is_right(self, text: str, language: str) -> bool:
        key = (text, language)
        if key not in self._judged:
            self._judged[key] = self._is_japanese(text) if language == "ja" else self._is_english(text)
        return self._judged[key]

    def _is_japanese(self, text: str) -> bool:
        rest = self._blind["ja"].to(text)
        return not (WORD.search(rest) and self._english.has(rest))

    def _is_english(self, text: str) -> bool:
        if text in self._said_in_english:
            return True
        rest = self._blind["en"].to(text)
        return not JAPANESE.search(rest) or len(rest) == 1  # the first letter of a name, in its circle


def _without_joiners(text: str) -> str:
    return text.replace("\u2060", "").replace("\u200b", "").replace("&&", "&").strip().rstrip("…")


READER = Reader()


def take(widget: QWidget, name: str, ms: int = PAGE_MS) -> None:
    """Read where a picture would be taken."""
    picture_tools.wait(min(ms, PAGE_MS))
    settle(widget)
    READER.look(widget, name, "ja")


def click(page: QWidget, name: str) -> None:
    """Press the button of this name as soon as it is on show."""
    for _ in range(MOST_WAITS):
        QCoreApplication.sendPostedEvents()
        for button in reversed(page.window().findChildren(QAbstractButton, name)):
            if button.isVisible():
                button.click()
                picture_tools.wait(2 * SHORT_MS)
                return
        picture_tools.wait(20)
    raise TimeoutError(f"the button {name} is never shown")


def settle(widget: QWidget) -> None:
    """Let the page on show be made to its end."""
    picture_tools.wait(SHORT_MS)
    stack = getattr(widget, "stack", None)
    for _ in range(MOST_WAITS):
        is_made = stack is None or (stack.current_page is not None and stack.currentWidget() is stack.current_page)
        pages = [page for page in widget.findChildren(picture_tools.ExaminationPage) if page.isVisible()]
        if is_made and all(page.is_built for page in pages):
            return
        picture_tools.wait(20)
    raise TimeoutError("the page is never finished")


# The modules of pictures take these by name, so they are changed before those are read.
picture_tools.take = take
picture_tools.PAGE_MS, picture_tools.PAPER_MS = PAGE_MS, PAPER_MS

import picture_courses
import picture_lot_use
import picture_lots
import picture_people
import picture_recall
import picture_window
import pictures
from picture_entry import take_entry
from picture_people import take_people
from PySide6.QtWidgets import QApplication

from stemsup_desktop.language import Language
from stemsup_desktop.ui.theme import Scheme, make_application
from stemsup_desktop.workspace import Workspace

picture_window._click = click
for module in (picture_lots, picture_recall, picture_lot_use, picture_courses, picture_people):
    if hasattr(module, "_press"):
        module._press = click

JA = Language.JA
PAGES = ("patients", "reference", "lots", "documents", "forms", "people", "settings")


EXAMPLE_OF = {Language.JA: "opinion", Language.EN: "stop"}
"""Whose language the window speaks: what the patient reads is in the patient's."""


def take_switches(workspace: Workspace) -> None:
    """Switch every page and every step to English and back while it is shown."""
    window, language = workspace.window, workspace._parts.language
    for page_id in (*(f"step-{number}" for number in range(1, 8)), *PAGES):
        window.go_to(page_id)
        for spoken in (Language.JA, Language.EN, Language.JA):
            language.set_language(spoken)
            picture_tools.show_file(workspace, picture_tools.read_example(EXAMPLE_OF[spoken], pictures.clock))
            window.go_to(page_id)
            settle(window)
            READER.look(window, f"{page_id} switched", str(spoken))


def take_kind(application: QApplication, kind: str) -> None:
    """Walk one part of the program."""
    match kind:
        case "entry":
            take_entry(application, JA, pictures.clock)
        case "people":
            take_people(application, JA, pictures.clock)
        case "courses":
            pictures.take_courses(application, JA, pictures.clock)
        case "forms":
            pictures.take_forms(application, JA, pictures.clock, Scheme.LIGHT, pictures.USUAL, "ja")
        case "checklist":
            pictures.take_questions(application, JA)
        case _:
            with pictures.open_demo(application, JA) as workspace:
                workspace.idle_watch.stop()
                take_in_demo(workspace, kind)


def take_in_demo(workspace: Workspace, kind: str) -> None:
    """Walk one part of the program among the example patients."""
    clock = pictures.clock
    match kind:
        case "window":
            take_switches(workspace)
            pictures.take_patients(workspace, JA)
            pictures.take_evidence(workspace, JA)
            pictures.take_gates(workspace, JA, clock)
            pictures.take_keys(workspace, JA, clock)
            pictures.take_empty(workspace, JA, clock)
        case "scores":
            pictures.take_scores(workspace, JA, clock)
        case "lots":
            pictures.take_lots(workspace, JA)
        case "recall":
            pictures.take_recall(workspace, JA, clock)
        case "lot-use":
            pictures.take_lot_use(workspace, JA)
        case "events":
            pictures.take_events(workspace, JA, clock)
        case "photographs":
            pictures.take_photographs(workspace, JA, clock)
        case "signing" | "sites":
            content = pictures.read_content(pictures.find_resources())
            walk = pictures.take_signing if kind == "signing" else pictures.take_sites
            walk(workspace, content, JA, clock)


KINDS = tuple(kind for kind in pictures.KINDS if kind != "paper")


def main(wanted: tuple[str, ...]) -> None:
    """Read them all, or those of some kinds."""
    application = make_application()
    try:
        for kind in wanted:
            take_kind(application, kind)
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    finally:
        for state, where, text in sorted(READER.faults):
            print(f"{state}: {where}: {text!r}")
    if READER.faults:
        raise SystemExit(f"{len(READER.faults)} texts are in the other language")
    print(f"{READER.read} texts on {READER.states} views of the window are in the language it speaks")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or KINDS)

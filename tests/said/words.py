"""Reads whatever can be read on a window, and finds what is left behind in the language that it does not speak.

Read is every text of every widget: shown, painted, tooltip, placeholder, accessible name and description.
"""

from collections import Counter
from collections.abc import Iterator
from types import FunctionType
from typing import Any, Protocol

from jaconv import hira2kata
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from said.readers import find_language
from said.word_lists import (
    JAPANESE,
    LANGUAGES_BY_THEIR_OWN_NAME,
    WORD,
    Blind,
    Known,
    find_names_in_both,
    find_pairs,
    read_aliases,
    read_examples,
    read_typed_on_the_way,
)
from stemsup_desktop.language import Language

LEARNT_AFTER = 12


class Painted(Protocol):
    """Tells what a widget paints."""

    def of(self, widget: QWidget) -> list[str]:
        """Return the texts that are painted on a widget, without those in it."""


class PaintedTexts:
    """Remembers what Python paints while a widget is drawn.

    A class of widgets that has painted nothing but what it says of itself anyway, `LEARNT_AFTER` times over, is not
    drawn again: most of them paint their own text, or none.
    """

    def __init__(self) -> None:
        self._told: Counter[type[QWidget]] = Counter()
        self.texts: list[str] = []
        self._paper = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        draw = QPainter.drawText

        def remember(painter: QPainter, *given: Any) -> Any:
            self.texts += [part for part in given if isinstance(part, str)]
            return draw(painter, *given)

        QPainter.drawText = remember  # type: ignore[method-assign,assignment]

    def of(self, widget: QWidget) -> list[str]:
        """Draw a widget without those in it, on paper of one px, and return what was painted."""
        if isinstance(widget, QAbstractItemView):
            return self._draw(widget.viewport())
        kind = type(widget)
        if self._told[kind] >= LEARNT_AFTER or not isinstance(kind.paintEvent, FunctionType):
            return []  # where Qt paints, its texts are properties
        painted = self._draw(widget)
        said = " ".join(read_widget(widget))
        self._told[kind] = self._told[kind] + 1 if all(text in said for text in painted) else 0
        return painted

    def _draw(self, widget: QWidget) -> list[str]:
        self.texts.clear()
        widget.render(self._paper, QPoint(), QRegion(), QWidget.RenderFlag(0))
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

    def __init__(self, painted: Painted) -> None:
        both = set(find_names_in_both())
        pairs = set(find_pairs()) - both
        typed = {*read_examples(), *read_typed_on_the_way(), *read_aliases()}
        typed |= {hira2kata(text) for text in typed}  # how a name is read, as the window writes it
        typed |= {text.replace(" ", "\u00a0") for text in typed}  # a phrase that the window keeps in one line
        self._english = Known(pairs, 0)
        self._said_in_english = {english for english, _ in pairs}
        self._blind = {
            Language.JA: Blind(typed | {english for english, _ in both} | set(LANGUAGES_BY_THEIR_OWN_NAME)),
            Language.EN: Blind(typed | {japanese for _, japanese in both} | set(LANGUAGES_BY_THEIR_OWN_NAME)),
        }
        self._painted = painted
        self._judged: dict[tuple[str, Language], bool] = {}
        self.faults: dict[str, str] = {}
        self.read = 0

    def look(self, shown: list[QWidget], state: str, spoken: Language) -> None:
        """Read everything on show."""
        for part in shown:
            texts = {*read_widget(part), *self._painted.of(part)}
            plain = {_without_joiners(text) for text in texts} - {""}
            self.read += len(plain)
            if not all(self._is_right(text, spoken) for text in plain):
                self._look_again(part, plain, state, spoken)

    def _look_again(self, part: QWidget, texts: set[str], state: str, spoken: Language) -> None:
        """Note what is wrong also for who reads a part: beside what the patient reads stand the physician's notes."""
        readers = spoken, find_language(part, spoken)
        for text in texts:
            if not any(self._is_right(text, language) for language in readers):
                self.faults.setdefault(f"{type(part).__name__}: left behind in {spoken}: {text!r}", state)

    def _is_right(self, text: str, language: Language) -> bool:
        key = (text, language)
        if key not in self._judged:
            self._judged[key] = self._is_japanese(text) if language is Language.JA else self._is_english(text)
        return self._judged[key]

    def _is_japanese(self, text: str) -> bool:
        rest = self._blind[Language.JA].to(text)
        return not (WORD.search(rest) and self._english.has(rest))

    def _is_english(self, text: str) -> bool:
        if text in self._said_in_english:
            return True
        rest = self._blind[Language.EN].to(text)
        return not JAPANESE.search(rest) or len(rest) == 1  # the first letter of a name, in its circle


def _without_joiners(text: str) -> str:
    return text.replace("\u2060", "").replace("\u200b", "").replace("&&", "&").strip().rstrip("…")

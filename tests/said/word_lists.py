"""The texts of ours in both languages, and those that may stand in either."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
ROOT = Path(__file__).resolve().parents[2]
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
        source = path.read_text("utf-8")
        for node in ast.walk(ast.parse(source)) if "Text(" in source and JAPANESE.search(source) else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and len(node.args) == 2:
                texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
                if len(texts) == 2:
                    yield texts[0], texts[1]


def find_names_in_both() -> Iterator[Pair]:
    """Return what a physician reads in both languages side by side: questions, and the names of the reference."""
    for path in sorted((*(RESOURCES / "questionnaires").rglob("*.json"), *(ROOT / "docs" / "samples").glob("*.json"))):
        yield from _pairs_of(json.loads(path.read_text("utf-8")))
    for path in sorted((RESOURCES / "reference").rglob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        for key in NAMES_OF_A_PAGE:
            yield from _pairs_of(page.get(key) if isinstance(page, dict) else None)


def read_aliases() -> Iterator[str]:
    """Return what growth factors are also called, in whichever language: a physician reads all of it in a row."""
    for path in sorted((RESOURCES / "reference").rglob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        for alias in page.get("aliases", ()) if isinstance(page, dict) else ():
            yield alias["name"]


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

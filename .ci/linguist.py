"""Takes the texts of the program to Qt Linguist and back: `export FILE.ts` and `import FILE.ts`.

Every pair of an English and a Japanese text under `resources/` is one message: its context is the file, its comment the
place in it. Importing writes the Japanese texts that were changed and finished in Linguist, each into its place, and
leaves every other byte of the files alone. `pyside6-linguist FILE.ts` opens the file, `pyside6-lrelease` compiles it.
"""

import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from json.decoder import scanstring
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ("examples", "earlier-visits", "tokens.json")
"""What no translator touches: invented patients, and the look of the window."""
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
_SPACE = re.compile(r"[\s,:]*")
_OTHER = re.compile(r"[^\s,\]}]+")

Place = tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """A string of a JSON file: where it stands, and what it says."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Message:
    """A text in both languages: the file and the place of the English, and where the Japanese stands."""

    file: str
    place: str
    english: str
    japanese: Spot
    english_one: str = ""


class UnusableError(Exception):
    """A file from Linguist that cannot be taken in; says why."""


def find_strings(raw: str) -> dict[Place, Spot]:
    """Return every string value of a JSON text by its way through keys and numbers."""
    found: dict[Place, Spot] = {}

    def read(at: int, way: Place) -> int:
        at = _skip(raw, at)
        if raw[at] == '"':
            text, end = scanstring(raw, at + 1)
            found[way] = Spot(at, end, text)
            return int(end)
        if raw[at] not in "{[":
            match = _OTHER.match(raw, at)
            return match.end() if match is not None else at + 1
        close, is_object, number = "}" if raw[at] == "{" else "]", raw[at] == "{", 0
        at = _skip(raw, at + 1)
        while raw[at] != close:
            key = f"{number}"
            if is_object:
                key, at = scanstring(raw, at + 1)
            at = _skip(raw, read(at, (*way, key)))
            number += 1
        return at + 1

    read(0, ())
    return found


def _skip(raw: str, at: int) -> int:
    match = _SPACE.match(raw, at)
    return match.end() if match is not None else at


def find_messages(resources: Path) -> Iterator[Message]:
    """Return every text that stands in both languages, file by file."""
    for path in sorted(resources.rglob("*.json")):
        name = path.relative_to(resources)
        if name.parts[0] in EXAMPLES:
            continue
        yield from _find_in_file(name.as_posix(), path.read_text("utf-8"))


@cache  # a text that has been read already says the same again
def _find_in_file(name: str, raw: str) -> tuple[Message, ...]:
    strings = find_strings(raw)
    found = []
    for way, spot in strings.items():
        japanese = _find_japanese(way, strings)
        if japanese is not None:
            one = strings.get((*way[:-1], "en_one"))
            found.append(Message(name, "/".join(way), spot.text, japanese, "" if one is None else one.text))
    return tuple(found)


def _find_japanese(way: Place, strings: dict[Place, Spot]) -> Spot | None:
    """Find the Japanese of an English text: beside it as `ja`, or as FHIR has a translation."""
    if way[-1] == "en":
        return strings.get((*way[:-1], "ja"))
    shadow = (*way[:-1], f"_{way[-1]}", "extension")
    for number in range(4):
        parts = (*shadow, f"{number}", "extension")
        for lang, content in (("0", "1"), ("1", "0")):
            language = strings.get((*parts, lang, "valueCode"))
            if language is not None and language.text == "ja":
                return strings.get((*parts, content, "valueString"))
    return None


def export(resources: Path, file: Path) -> int:
    """Write a file for Linguist and return how many texts it has."""
    root = ET.Element("TS", version="2.1", language="ja", sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    count = 0
    for message in find_messages(resources):
        context = contexts.get(message.file)
        if context is None:
            contexts[message.file] = context = ET.SubElement(root, "context")
            ET.SubElement(context, "name").text = message.file
        element = ET.SubElement(context, "message")
        ET.SubElement(element, "source").text = message.english
        ET.SubElement(element, "comment").text = message.place
        if message.english_one:
            ET.SubElement(element, "extracomment").text = f"For one: {message.english_one}"
        ET.SubElement(element, "translation").text = message.japanese.text
        count += 1
    ET.indent(root, "    ")
    file.write_text(HEAD + ET.tostring(root, encoding="unicode") + "\n", "utf-8")
    return count


def read_translations(file: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Return source and finished translation by file and place; raises `UnusableError`."""
    try:
        root = ET.parse(file).getroot()
    except ET.ParseError as error:
        raise UnusableError(f"{file.name} is no file of Linguist") from error
    found = {}
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                key = (context.findtext("name", ""), message.findtext("comment", ""))
                found[key] = (message.findtext("source", ""), translation.text)
    return found


def take_in(resources: Path, file: Path) -> int:
    """Write the Japanese texts that differ and return how many; a fault raises `UnusableError` and writes nothing."""
    translations = read_translations(file)
    changes: dict[str, list[tuple[Spot, str]]] = {}
    for message in find_messages(resources):
        source, text = translations.pop((message.file, message.place), (message.english, message.japanese.text))
        where = f"{message.file} {message.place}"
        if source != message.english:
            raise UnusableError(f"{where}: the English has changed since the export")
        if text == message.japanese.text:
            continue
        if message.file.startswith("i18n/") and _places(text) != _places(source):
            raise UnusableError(f"{where}: the places in braces differ")
        changes.setdefault(message.file, []).append((message.japanese, text))
    if translations:
        raise UnusableError(f"{' '.join(next(iter(translations)))}: there is no such text")
    for name, spots in changes.items():
        path = resources / name
        raw = path.read_text("utf-8")
        for spot, text in sorted(spots, key=lambda change: -change[0].start):
            raw = raw[: spot.start] + json.dumps(text, ensure_ascii=False) + raw[spot.end :]
        path.write_text(raw, "utf-8")
    return sum(len(spots) for spots in changes.values())


def _places(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise UnusableError(f"a brace is not closed: {text}") from error


def main(arguments: list[str]) -> None:
    """Do what the command line says."""
    match arguments:
        case ["export", name]:
            print(f"{export(ROOT / 'resources', Path(name))} texts written")
        case ["import", name]:
            try:
                print(f"{take_in(ROOT / 'resources', Path(name))} texts changed")
            except UnusableError as error:
                raise SystemExit(str(error)) from error
        case _:
            raise SystemExit("usage: linguist.py export FILE.ts | import FILE.ts")


if __name__ == "__main__":
    main(sys.argv[1:])

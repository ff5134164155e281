"""The shipped texts promise nothing: each flagged word is negated, named, quoted, or reviewed here with its reason."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from consultation.consent_builders import RESOURCES, shipped_text

from stemsup_desktop.consultation.wording import Flag, find_flags_in_clause, find_flags_in_text
from stemsup_desktop.language import Text

REVIEWED: dict[tuple[str, str], str] = {
    ("legal-position.json", "used the word regenerative medicine"): "reports how providers advertise",
    ("sources.json", "advertising as regenerative medicine"): "describes a press article on advertising",
    ("tgf-beta.json", "Healing without a scar"): "names the claim that the page sets against the facts",
    ("tgf-beta.json", "fetal wounds that heal without a scar"): "reports which isoform such wounds hold",
    ("safety-basis.json", "Expecting a cure"): "names a reason not to treat",
}
"""File name and a part of the excerpt, with the reason why the word may stand."""

SHIPPED = ("consent", "aftercare", "events", "rules", "reference", "sheets")
FOLDERS = [name for name in SHIPPED if any((RESOURCES / name).rglob("*.json"))]
CLAIM_FIELDS = {"claims", "kana"}


def find_texts(data: object) -> Iterator[Text]:
    """Yield every text in both languages, but what a reference page quotes as another's claim."""
    if isinstance(data, dict):
        if data.keys() == {"en", "ja"}:
            yield Text(data["en"], data["ja"])
        else:
            for key, value in data.items():
                if key not in CLAIM_FIELDS:
                    yield from find_texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from find_texts(value)


def find_unexcused(path: Path) -> list[Flag]:
    data = json.loads(path.read_text(encoding="utf-8"))
    flags = [flag for text in find_texts(data) for flag in find_flags_in_text(text) if flag.excuse is None]
    return [flag for flag in flags if not any(path.name == name and part in flag.excerpt for name, part in REVIEWED)]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_shipped_text_promises(folder: str) -> None:
    found = [
        f"{path.name}: {flag.word} in “{flag.excerpt}”"
        for path in sorted((RESOURCES / folder).rglob("*.json"))
        for flag in find_unexcused(path)
    ]
    assert found == []


def test_the_reviewed_list_holds_nothing_that_is_gone() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in RESOURCES.rglob("*.json")}
    for name, part in REVIEWED:
        assert part in texts[name]


def test_no_clause_of_the_shipped_form_promises() -> None:
    flags = [(clause.id, one) for clause in shipped_text().clauses.values() for one in find_flags_in_clause(clause)]
    assert [(name, one.place, one.flag.excerpt) for name, one in flags if one.flag.excuse is None] == []


@pytest.mark.parametrize("folder", ["consent", "aftercare"])
def test_japanese_texts_are_polite_and_their_sentences_short(folder: str) -> None:
    for path in sorted((RESOURCES / folder).glob("*.json")):
        for text in find_texts(json.loads(path.read_text(encoding="utf-8"))):
            for sentence in re.findall("[^。\n]+。?", text.ja):
                assert len(sentence) <= 110, sentence
                assert not re.search("(?:である|であった|のだ|だった|(?<!まし)(?<!でし)た)。$", sentence), sentence


@pytest.mark.parametrize("folder", ["consent", "aftercare"])
def test_english_sentences_are_short(folder: str) -> None:
    for path in sorted((RESOURCES / folder).glob("*.json")):
        for text in find_texts(json.loads(path.read_text(encoding="utf-8"))):
            for sentence in re.split(r"[.:;] ", text.en):
                assert len(sentence.split()) <= 36, sentence

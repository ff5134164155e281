"""Walks a page: every record, source id, rule id and running text on it, in the order of its fields."""

from collections.abc import Iterator

import msgspec

from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.model import Claim, Evidence, Page, Statement


def walk_records(value: object, path: str = "$") -> Iterator[tuple[str, msgspec.Struct]]:
    """Yield every record in a page or content record with its path, itself included, outermost first."""
    if isinstance(value, msgspec.Struct):
        yield path, value
        for name in value.__struct_fields__:
            yield from walk_records(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk_records(item, f"{path}[{index}]")


def cited_sources(value: object) -> tuple[str, ...]:
    """Return the ids of all sources that a page or record cites, each once, in order of appearance."""
    seen: dict[str, None] = {}
    for _, record in walk_records(value):
        seen.update(dict.fromkeys(getattr(record, "sources", ())))
    return tuple(seen)


def cited_rules(value: object) -> tuple[str, ...]:
    """Return the ids of all gate rules that a page or record names, each once, in order of appearance."""
    seen: dict[str, None] = {}
    for _, record in walk_records(value):
        if isinstance(record, Statement):
            seen.update(dict.fromkeys(record.rules))
    return tuple(seen)


def running_texts(page: Page) -> tuple[Text, ...]:
    """Return what a page says in running text: summary, statements, claims with their views, evidence."""
    texts: list[Text] = [page.summary]
    for _, record in walk_records(page):
        match record:
            case Statement():
                texts.append(record.text)
            case Claim():
                texts += [record.text, record.view]
            case Evidence():
                texts += [record.topic, record.statement]
            case _:
                pass
    return tuple(dict.fromkeys(texts))


def running_words(page: Page, language: Language) -> str:
    """Return the running text of a page in one language, a line per text."""
    return "\n".join(text.in_language(language) for text in running_texts(page))

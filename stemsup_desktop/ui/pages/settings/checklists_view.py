"""What the section of checklists shows: those that can be used, and the one that is looked at before it is added."""

from collections.abc import Iterable
from dataclasses import dataclass

from stemsup_desktop.consultation.checklist_report import ChecklistReport, ItemLine, Lines
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.entries import ChecklistEntry
from stemsup_desktop.ui.checklist_library import Shelf
from stemsup_desktop.ui.words import Words

MOST_TITLE = 48
MOST_FIRST = 4
_OF_THE_FILE = ("content-invalid", "content-too-large", "questionnaire-wrong")


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One item of the preview: how deep it stands, its words, and what kind of answer it takes."""

    level: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report: a heading and its lines; `show_all` offers those that are not seen at first."""

    name: str
    heading: str
    lines: tuple[str, ...]
    show_all: str = ""

    @property
    def first(self) -> tuple[str, ...]:
        """The lines that are seen at once."""
        return self.lines[:MOST_FIRST] if self.show_all else self.lines


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A checklist before it is added. Without any part of a report, `verdict` says that all is well."""

    title: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[PreviewLine, ...]
    more: str
    parts: tuple[Part, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class ChecklistsView:
    """The section: options by canonical name, the one in use, and the preview if there is one."""

    options: tuple[tuple[str, str], ...]
    in_use: str
    preview: PreviewView | None


def derive_checklists(shelf: Shelf, report: ChecklistReport | None, words: Words) -> ChecklistsView:
    """Derive the section."""
    title = _shorten(shelf.shipped.title.in_language(words.language))
    shipped = words("checklists.shipped", title=title, version=_shorten(shelf.shipped.version))
    added = tuple((entry.name.canonical, _say_entry(entry, words)) for entry in shelf.added)
    preview = None if report is None else _derive_preview(report, words)
    return ChecklistsView(((shelf.shipped.canonical, shipped), *added), shelf.in_use, preview)


def say_refusal(problem: Problem, words: Words) -> str:
    """Return why a file was not added; what is wrong with a clinic's file is not wrong with the program."""
    if problem.code in _OF_THE_FILE:
        sentence = words(f"checklists.{problem.code}", **_find_detail(problem))
    else:
        sentence = words.sentence_of(problem)
    return words("checklists.refused", sentence=sentence)


def _find_detail(problem: Problem) -> dict[str, object]:
    return {"detail": problem.sentence} if problem.code == "content-invalid" else {}


def _say_entry(entry: ChecklistEntry, words: Words) -> str:
    title = _shorten(entry.name.title.in_language(words.language))
    day = format_date(entry.added_at.date(), words.language)
    if not entry.name.version:
        return words("checklists.added_bare", title=title, day=day)
    return words("checklists.added", title=title, version=_shorten(entry.name.version), day=day)


def _derive_preview(report: ChecklistReport, words: Words) -> PreviewView:
    sections = _join((text.in_language(words.language) for text in report.sections.shown), words)
    parts = tuple(
        _make_part(name, lines, words)
        for name, lines in (
            ("unsupported", report.unsupported),
            ("issues", report.issues),
            ("untranslated", report.untranslated),
            ("not_judged", report.not_judged),
        )
        if lines.total
    )
    more = report.total_items - len(report.items)
    return PreviewView(
        title=report.title.in_language(words.language),
        facts=(
            (words("checklists.version"), report.version or words("checklists.no_version")),
            (words("checklists.address"), report.canonical),
            (words("checklists.language"), _say_languages(report, words)),
            (words("checklists.questions"), str(report.questions)),
            (words("checklists.sections"), sections or words("checklists.no_sections")),
        ),
        lines=tuple(_say_item(line, words) for line in report.items),
        more=words("checklists.more_items", count=more) if more else "",
        parts=parts,
        verdict="" if parts else words("checklists.nothing_wrong"),
    )


def _make_part(name: str, lines: Lines, words: Words) -> Part:
    shown = tuple(line.in_language(words.language) for line in lines.shown)
    rest = lines.total - len(shown)
    more = (words("checklists.more_items", count=rest),) if rest else ()
    all_lines = shown + more
    show_all = words("checklists.show_all", count=lines.total) if len(all_lines) > MOST_FIRST + 1 else ""
    return Part(name, words(f"checklists.{name}", count=lines.total), all_lines, show_all)


def _say_languages(report: ChecklistReport, words: Words) -> str:
    if not report.untranslated.total:
        return words("checklists.language_both")
    key = f"checklists.language_{report.language.partition('-')[0]}"
    known = words(key) if words.has(key) else report.language or words("checklists.language_unknown")
    return words("checklists.language_partly", language=known) if report.is_partly_translated else known


def _say_item(line: ItemLine, words: Words) -> PreviewLine:
    said = [words(f"checklists.type_{line.type}")]
    if line.options:
        said.append(words("checklists.options", count=line.options))
    if line.is_required:
        said.append(words("checklists.required"))
    return PreviewLine(line.level, line.text.in_language(words.language), _join(said, words))


def _join(parts: Iterable[str], words: Words) -> str:
    return words.listed(parts)


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_TITLE else f"{line[: MOST_TITLE - 1]}…"

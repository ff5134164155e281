"""What is to be read of a document, from the records it is made of and not by asking the code under test."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from stemsup_desktop.consultation.consent_model import (
    AssembledConsent,
    Bullets,
    Clause,
    ConsentSection,
    Facts,
    Grid,
    Paragraph,
    SignatureLine,
    TickBox,
    WriteLine,
    WriteTable,
    YesNoChoice,
)
from stemsup_desktop.consultation.scores import trend_labels
from stemsup_desktop.consultation.sheet_model import Sheet
from stemsup_desktop.consultation.summary_model import (
    Notice,
    Scores,
    SiteMap,
    SummaryDocument,
    TotalledGrid,
    TrendChart,
)
from stemsup_desktop.documents import words
from stemsup_desktop.language import Language

Read = tuple[str, str]
"""Type of the element and its words."""


def expect_consent(consent: AssembledConsent) -> list[Read]:
    """Return what is read of a consent form that waits for ink."""
    return list(_consent(consent))


def expect_summary(summary: SummaryDocument) -> list[Read]:
    """Return what is read of a treatment summary."""
    return list(_summary(summary))


def expect_sheet(sheet: Sheet) -> list[Read]:
    """Return what is read of a paper around a consent that waits for ink."""
    return list(_sheet(sheet))


def _sheet(sheet: Sheet) -> Iterator[Read]:
    yield from _title(sheet.title, sheet.subtitle)
    yield from _block(sheet.who, sheet.language)
    for number, part in enumerate(sheet.parts, 1):
        yield "H2", f"{number} {part.heading} {part.note}"
        for block in part.blocks:
            yield from _block(block, sheet.language)
    if sheet.signatures:
        yield "H2", sheet.signatures_heading
        for line in sheet.signatures:
            yield from _signature(line, sheet.language)
    yield from _seal(sheet.language)


def _consent(consent: AssembledConsent) -> Iterator[Read]:
    language = consent.language
    yield from _title(consent.title, consent.subtitle)
    yield from _block(consent.who, language)
    yield "H2", consent.key_points_heading
    for number, point in enumerate(consent.key_points, 1):
        yield "Lbl", f"{number}"
        yield "LBody", point
    for section in consent.sections:
        yield from _section(section, language)
    yield "H2", consent.signatures_heading
    for line in consent.signatures:
        yield from _signature(line, language)
    yield from _section(consent.withdrawal, language)
    yield from _seal(language)


def _title(title: str, subtitle: str) -> Iterator[Read]:
    yield "H1", title
    yield "P", subtitle


def _section(section: ConsentSection, language: Language) -> Iterator[Read]:
    yield "H2", f"{section.number} {section.heading} {section.note}"
    has_titles = len(section.clauses) > 1 or section.clauses[0].title != section.heading
    for clause in section.clauses:
        yield from _clause(clause, section, language, has_titles=has_titles)


def _clause(clause: Clause, section: ConsentSection, language: Language, *, has_titles: bool) -> Iterator[Read]:
    if has_titles:
        yield "H3", clause.title if clause.number == section.number else f"{clause.number} {clause.title}"
    for block in clause.blocks:
        yield from _block(block, language)
    if clause.wants_initials:
        yield "Figure", words.INITIALS_BOX.in_language(language)


def _signature(line: SignatureLine, language: Language) -> Iterator[Read]:
    yield "P", line.role if line.is_required else f"{line.role} {words.IF_PRESENT.in_language(language)}"
    yield "P", line.statement
    yield "Figure", words.SIGNATURE_BOX.in_language(language).format(role=line.role)
    yield "P", line.name or words.NAME.in_language(language)
    yield "P", words.DATE.in_language(language)
    yield "P", words.TIME.in_language(language)


def _summary(summary: SummaryDocument) -> Iterator[Read]:
    yield from _title(summary.title, summary.subtitle)
    yield from _block(summary.who, summary.language)
    for section in summary.sections:
        yield "H2", f"{section.number} {section.heading} {section.note}"
        for block in section.blocks:
            yield from _block(block, summary.language)
    yield from _seal(summary.language)


def _seal(language: Language) -> Iterator[Read]:
    yield "Form", words.SEAL_FIELD.in_language(language).format(name="ClinicSeal")


def _block(block: object, language: Language) -> Iterator[Read]:
    match block:
        case Paragraph(text) | WriteLine(text):
            yield "P", text
        case Bullets(items):
            for item in items:
                yield from (("Lbl", "•"), ("LBody", item))
        case Facts(pairs):
            for label, value in pairs:
                yield from (("Lbl", label), ("LBody", value or words.DASH))
        case Grid(columns, rows):
            yield from _table(columns, rows)
        case WriteTable(columns):
            yield from (("TH", heading) for heading in columns)
        case TotalledGrid(grid, total):
            yield from _table(grid.columns, [*grid.rows, total])
        case TickBox(text, is_ticked):
            yield from (("Figure", _tick(language, is_ticked=is_ticked)), ("LBody", text))
        case YesNoChoice(_, text, is_yes):
            yield "P", text
            for word, is_ticked in ((words.YES, is_yes), (words.NO, not is_yes)):
                yield from (("Figure", _tick(language, is_ticked=is_ticked)), ("LBody", word.in_language(language)))
        case Scores(lines, caution):
            for line in lines:
                scores = [words.DASH if score is None else f"{score}" for score in (line.then, line.now)]
                yield "TH", line.symptom
                yield "Figure", _scale(line.then, line.now, language)
                yield "TD", " → ".join(scores)
            yield "P", caution
        case SiteMap(views, note):
            yield from (("Figure", view.alt) for view in views)
            yield "P", note
        case TrendChart(_, sentences, caption):
            yield "P", caption
            yield "Figure", trend_labels.ALT.in_language(language).format(sentences=" ".join(sentences))
        case Notice(sentences):
            for lead, rest in sentences:
                yield "P", f"{lead} {rest}"
        case _:
            raise AssertionError(f"nobody knows how {block} is read")


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Read]:
    yield from (("TH", column) for column in columns)
    yield from (("TD", cell or words.DASH) for row in rows for cell in row)


def _tick(language: Language, *, is_ticked: bool) -> str:
    return (words.TICKED if is_ticked else words.NOT_TICKED).in_language(language)


def _scale(then: int | None, now: int | None, language: Language) -> str:
    if language is Language.JA:
        said = [
            "0から10までの目盛り",
            *([] if then is None else [f"治療前{then}"]),
            *([] if now is None else [f"受診の終わり{now}"]),
        ]
        return "、".join(said)
    said = [
        "Scale from 0 to 10",
        *([] if then is None else [f"before the session {then}"]),
        *([] if now is None else [f"at the end of the visit {now}"]),
    ]
    return ", ".join(said)


def find_difference(expected: Sequence[Read], said: Sequence[Read]) -> str:
    """Return the first place at which what is read is not what was to be read, or nothing."""
    for at, (wanted, heard) in enumerate(zip_longest(expected, said)):
        if wanted != heard:
            before = said[at - 1] if at else None
            return f"after {before}: expected {wanted}, read {heard}"
    return ""

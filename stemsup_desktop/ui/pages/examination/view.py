"""What step 2 shows, derived from checklist, answers and gate. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.consultation.gate_model import Finding, FindingState, Gate
from stemsup_desktop.consultation.record import Examination
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.enablement import derive_enabled, get_answers
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item, Questionnaire
from stemsup_desktop.questionnaire.validation import check_answers
from stemsup_desktop.ui.words import Words


class RowMark(StrEnum):
    """What stands at the left of a row: the worst finding on it, or that it is open."""

    NONE = ""
    OPEN = "open"
    INFORMATION = "info"
    CAUTION = "caut"
    SPECIALIST = "spec"
    STOP = "stop"


_MARKS = {
    Severity.STOP: RowMark.STOP,
    Severity.SPECIALIST: RowMark.SPECIALIST,
    Severity.CAUTION: RowMark.CAUTION,
    Severity.INFORMATION: RowMark.INFORMATION,
}
_WORST_LAST = tuple(RowMark)


@dataclass(frozen=True, slots=True)
class RowView:
    """One item that is asked now. `problem` says what is wrong with its answer, `doubt` what to check."""

    link_id: str
    answers: tuple[Answer, ...]
    mark: RowMark
    is_open: bool
    problem: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section: how many of its required items are answered, and its worst mark."""

    link_id: str
    title: str
    mark: RowMark
    answered: int
    required: int
    rows: tuple[RowView, ...]

    @property
    def count(self) -> str:
        """Answered of required, as "5/6"; empty where nothing is required."""
        return f"{self.answered}/{self.required}" if self.required else ""


@dataclass(frozen=True, slots=True)
class ExaminationView:
    """The whole checklist as it stands."""

    subtitle: str
    sections: tuple[SectionView, ...]
    open_link_ids: tuple[str, ...]


def derive_examination(
    examination: Examination, questionnaire: Questionnaire, gate: Gate, words: Words
) -> ExaminationView:
    """Derive step 2. Only items that are asked now are in it; their order is the checklist's."""
    enabled = derive_enabled(questionnaire, examination.responses)
    answers = get_answers(examination.responses)
    marks = _find_marks(gate.findings)
    missing = {one.target for one in gate.missing if one.step == 2}
    sections: list[SectionView] = []
    for group in questionnaire.items:
        if group.link_id in enabled:
            asked = tuple(item for item in iter_items(group) if item.link_id in enabled and item.is_question)
            rows = tuple(_derive_row(item, answers, marks, missing, words.language) for item in asked)
            sections.append(_derive_section(group, asked, rows, words.language))
    subtitle = words(
        "examination.subtitle",
        answered=sum(section.answered for section in sections),
        askable=sum(section.required for section in sections),
        version=gate.rules_version,
    )
    open_link_ids = tuple(row.link_id for section in sections for row in section.rows if row.is_open)
    return ExaminationView(subtitle, tuple(sections), open_link_ids)


def iter_items(item: Item) -> tuple[Item, ...]:
    """Return an item and all beneath it, in document order."""
    return (item, *(inner for child in item.children for inner in iter_items(child)))


def _derive_row(
    item: Item, answers: dict[str, tuple[Answer, ...]], marks: dict[str, RowMark], missing: set[str], language: Language
) -> RowView:
    given = answers.get(item.link_id, ())
    problems = check_answers(item, given)
    is_open = item.link_id in missing
    mark = marks.get(item.link_id, RowMark.OPEN if is_open else RowMark.NONE)
    return RowView(
        link_id=item.link_id,
        answers=given,
        mark=mark,
        is_open=is_open,
        problem=_first_message(tuple(p.message for p in problems if p.severity == "refuse"), language),
        doubt=_first_message(tuple(p.message for p in problems if p.severity == "warn"), language),
    )


def _first_message(messages: tuple[Text, ...], language: Language) -> str:
    return messages[0].in_language(language) if messages else ""


def _derive_section(group: Item, asked: tuple[Item, ...], rows: tuple[RowView, ...], language: Language) -> SectionView:
    required = [row for item, row in zip(asked, rows, strict=True) if item.is_required or row.is_open]
    return SectionView(
        link_id=group.link_id,
        title=group.label.in_language(language),
        mark=max((row.mark for row in rows), key=_WORST_LAST.index, default=RowMark.NONE),
        answered=sum(not row.is_open for row in required),
        required=len(required),
        rows=rows,
    )


def _find_marks(findings: tuple[Finding, ...]) -> dict[str, RowMark]:
    """Return the worst mark of each item, at the question that raised it and not at what hangs below."""
    marks: dict[str, RowMark] = {}
    for finding in findings:
        if finding.state is FindingState.RESOLVED:
            continue
        mark = _MARKS[finding.severity]
        for link_id in finding.link_ids[:1]:
            worse = marks.get(link_id, RowMark.NONE)
            marks[link_id] = max(mark, worse, key=_WORST_LAST.index)
    return marks


def is_field_group(group: Item) -> bool:
    """Say whether a section is a row of measured values, such as the vital signs."""
    questions = [child for child in group.children if child.is_question]
    numeric = (ItemType.DECIMAL, ItemType.INTEGER, ItemType.QUANTITY)
    return bool(questions) and all(child.type in numeric for child in questions)

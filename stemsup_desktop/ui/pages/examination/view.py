"""Derives what step 2 shows from form and gate; what did not change since the last view is the same object. No Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.form import Form
from stemsup_desktop.ui.pages.examination.carry_view import NOTHING_BESIDE, Beside, CarryOffer
from stemsup_desktop.ui.pages.examination.layout_plan import LayoutPlan, make_plan
from stemsup_desktop.ui.pages.examination.row_maker import RowMaker, is_asked
from stemsup_desktop.ui.pages.examination.view_model import (
    FormNotice,
    Key,
    RowKind,
    RowMark,
    RowView,
    SectionView,
)
from stemsup_desktop.ui.words import Words

__all__ = ["ExaminationView", "RowMark", "derive_examination"]

_WEIGHT = {mark: weight for weight, mark in enumerate(RowMark)}


@dataclass(frozen=True, slots=True)
class ExaminationView:
    """The whole checklist as it stands. `rows` are all that is asked or said now, in document order.

    `offers` are what sections offer to carry over from the visit before.
    """

    subtitle: str
    sections: tuple[SectionView, ...]
    open_keys: tuple[Key, ...]
    notices: tuple[FormNotice, ...]
    rows: Mapping[Key, RowView] = field(repr=False)
    plan: LayoutPlan = field(repr=False)
    offers: Mapping[Key, CarryOffer] = field(default_factory=dict, repr=False)


def derive_examination(
    form: Form,
    gate: Gate,
    words: Words,
    previous: ExaminationView | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> ExaminationView:
    """Derive step 2. Only what is asked now is in it; `previous` saves time and changes nothing else.

    `beside` is what stands beside the questions: carried answers that wait, and notes.
    """
    if previous is not None and previous.plan.questionnaire is not form.questionnaire:
        previous = None
    plan = previous.plan if previous is not None else make_plan(form.questionnaire)
    maker = RowMaker(form, gate, words, plan, previous.rows if previous is not None else {}, beside)
    gathered = maker.make_rows()
    earlier = {section.key: section for section in previous.sections} if previous is not None else {}
    sections = tuple(_derive_sections(form, plan, gathered, words.language, earlier))
    title = form.questionnaire.title.in_language(words.language)
    subtitle = words(
        "examination.subtitle" if title in ("", words("examination.title")) else "examination.subtitle_of",
        title=title,
        answered=sum(section.answered for section in sections),
        askable=sum(section.required for section in sections),
        version=gate.rules_version,
    )
    rows = {row.key: row for section in sections for row in section.rows}
    return ExaminationView(
        subtitle=subtitle,
        sections=sections,
        open_keys=tuple(key for key, row in rows.items() if row.is_open),
        notices=tuple(_list_notices(form, rows, words.language)),
        rows=rows,
        plan=plan,
    )


def _list_notices(form: Form, rows: Mapping[Key, RowView], language: Language) -> Iterator[FormNotice]:
    """Go through the problems that no row says: of the form, of a section, of something that is not shown."""
    for problem in form.problems:
        sentence = problem.message.in_language(language)
        if problem.index is None:
            yield FormNotice(problem.severity == "error", sentence)
            continue
        occurrence = form.occurrences[problem.index]
        if (occurrence.position, occurrence.place) not in rows:
            label = form.item_at(problem.index).label.in_language(language)
            separator = "：" if language is Language.JA else ": "
            yield FormNotice(problem.severity == "error", f"{label}{separator}{sentence}")


def _derive_sections(
    form: Form,
    plan: LayoutPlan,
    gathered: list[list[RowView]],
    language: Language,
    earlier: Mapping[Key, SectionView],
) -> list[SectionView]:
    sections: list[SectionView] = []
    separator = "" if language is Language.JA else " "
    for planned, rows in zip(plan.sections, gathered, strict=True):
        if not rows:
            continue
        key: Key = (planned.position, ())
        old = earlier.get(key)
        notes = tuple(
            form.questionnaire.nodes[position].item for position in planned.notes if is_asked(form, position, ())
        )
        if old is not None and old.rows == tuple(rows) and old.notes == notes:
            sections.append(old)
            continue
        required = [row for row in rows if row.is_open or (row.item.is_required and row.item.is_question)]
        required = [row for row in required if row.kind is not RowKind.ANSWER]
        missing = [row for row in required if row.is_open]
        locked = dict.fromkeys(row.locked for row in rows if row.locked)
        first_own = next((row.key for row in rows if row.is_open and not row.locked), None)
        sections.append(
            SectionView(
                key=key,
                link_id=planned.group.link_id if planned.group is not None else f"section-{planned.position}",
                title=planned.title.in_language(language),
                mark=max((row.mark for row in rows), key=_WEIGHT.__getitem__),
                answered=len(required) - len(missing),
                required=len(required),
                rows=tuple(rows),
                notes=notes,
                first_open=first_own or next((row.key for row in rows if row.is_open), None),
                missing_locked=sum(bool(row.locked) for row in missing),
                locked=separator.join(locked),
            )
        )
    return sections

"""Makes the rows of a form, or takes them over from the view before. No Qt."""

from collections import Counter
from collections.abc import Mapping, Sequence

from stemsup_desktop.consultation.answer_notes import takes_note
from stemsup_desktop.consultation.gate_model import Finding, FindingState, Gate
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.form import Form
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.occurrences import MOST_REPEATS, Place
from stemsup_desktop.questionnaire.plain_words import say_answer
from stemsup_desktop.questionnaire.validation import check_answers
from stemsup_desktop.ui.pages.examination.carry_view import Beside
from stemsup_desktop.ui.pages.examination.layout_plan import LayoutPlan
from stemsup_desktop.ui.pages.examination.view_model import (
    AFTER_ALL,
    BEFORE_ALL,
    Key,
    RowKind,
    RowMark,
    RowView,
    Spot,
)
from stemsup_desktop.ui.words import Words

_MARKS = {
    Severity.STOP: RowMark.STOP,
    Severity.SPECIALIST: RowMark.SPECIALIST,
    Severity.CAUTION: RowMark.CAUTION,
    Severity.INFORMATION: RowMark.INFORMATION,
}
_WEIGHT = {mark: weight for weight, mark in enumerate(RowMark)}


class RowMaker:
    """One form with everything that its rows are made from."""

    def __init__(
        self,
        form: Form,
        gate: Gate,
        words: Words,
        plan: LayoutPlan,
        previous: Mapping[Key, RowView],
        beside: Beside,
    ) -> None:
        self._form = form
        self._beside = beside
        self._language = words.language
        self._plan = plan
        self._previous = previous
        self._marks = _find_marks(gate.findings)
        self._missing = {(one.target, one.place) for one in gate.missing if one.step == 2}
        self._problems: dict[int, tuple[tuple[bool, str], ...]] = {}
        for problem in form.problems:
            if problem.index is not None:
                said = (problem.severity == "error", problem.message.in_language(self._language))
                self._problems[problem.index] = (*self._problems.get(problem.index, ()), said)
        self._counts = _count_repeats(form, plan)
        self._opened: set[tuple[int, Place]] = set()
        self._rows: list[list[RowView]] = [[] for _ in plan.sections]

    def make_rows(self) -> list[list[RowView]]:
        """Return the rows of each section, in document order; a row comes before what it holds."""
        spots, occurrences = self._plan.spots, self._form.occurrences
        for index, is_enabled in enumerate(self._form.is_enabled):
            if is_enabled:
                position, place = occurrences[index].position, occurrences[index].place
                spot = spots[position]
                if spot.kind is not None:
                    self._make_row(index, (position, place), spot, spot.kind)
        return self._rows

    def _make_row(self, index: int, key: Key, spot: Spot, kind: RowKind) -> None:
        item = self._form.questionnaire.nodes[key[0]].item
        parent = self._find_parent(key, spot)
        if kind in (RowKind.REPEAT, RowKind.TABLE_ROW) and self._is_own_axis(key):
            parent = self._open_repeat(key, spot, kind, item, parent)
        elif kind is RowKind.TABLE_ROW and not self._lies_in_table(spot):
            parent = self._open_table(key, spot, item, parent)
        row = self._make_plain(index, key, parent, kind, item, spot)
        self._rows[spot.section].append(row)
        if (
            kind is RowKind.QUESTION
            and item.repeats
            and len(self._form.questionnaire.nodes[key[0]].children) > len(spot.notes)
        ):
            self._make_answers(row, spot)

    def _make_plain(self, index: int, key: Key, parent: Key | None, kind: RowKind, item: Item, spot: Spot) -> RowView:
        form = self._form
        given = form.values[index]
        said = self._problems.get(index, ())
        is_open = (item.link_id, key[1]) in self._missing or any(is_error for is_error, _ in said)
        mark = self._marks.get(item.link_id, RowMark.OPEN if is_open else RowMark.NONE)
        options = form.options.get(index)
        notes = self._find_notes(spot.notes, key[1]) if spot.notes else ()
        count = self._counts.get((key[0], key[1][:-1]), 0) if kind in (RowKind.REPEAT, RowKind.TABLE_ROW) else 0
        carried, note = self._beside.waiting.get(item.link_id, ""), self._beside.notes.get(item.link_id, "")
        locked = self._beside.locks.find_reason(item.link_id, key)
        basis = (given, mark, is_open, said, index in form.calculated, options, notes, count, carried, note, locked)
        old = self._previous.get(key)
        if old is not None and old.basis == basis:
            return old
        problem, doubt = self._judge(form.item_at(index), given, said)
        return RowView(
            key=key,
            parent=parent,
            kind=kind,
            item=item,
            basis=basis,
            answers=given,
            mark=mark,
            is_open=is_open,
            problem=problem,
            doubt=doubt,
            is_calculated=index in form.calculated,
            options=options,
            notes=notes,
            title=self._name_row(key, kind, spot, count),
            can_change=count > max(1, item.min_occurs or 1),
            carried=carried,
            note=note,
            takes_note=kind is RowKind.QUESTION and takes_note(item.link_id, form.questionnaire),
            locked=locked,
        )

    def _judge(self, item: Item, given: tuple[Answer, ...], said: Sequence[tuple[bool, str]]) -> tuple[str, str]:
        """Return what is wrong, and what to check; a problem of the form comes after one of the answer itself."""
        refused: list[str] = []
        doubted: list[str] = []
        for problem in check_answers(item, given):
            sentence = problem.message.in_language(self._language)
            if problem.code == "not-an-option":
                sentence = f"{self._list_unoffered(item, given)}{sentence}"
            (refused if problem.severity == "refuse" else doubted).append(sentence)
        refused += [sentence for is_error, sentence in said if is_error]
        doubted += [sentence for is_error, sentence in said if not is_error]
        separator = "" if self._language is Language.JA else " "
        return separator.join(dict.fromkeys(refused)), separator.join(dict.fromkeys(doubted))

    def _list_unoffered(self, item: Item, given: tuple[Answer, ...]) -> str:
        said = [say_answer(answer).in_language(self._language) for answer in given if item.find_option(answer) is None]
        quoted = [f"「{one}」" if self._language is Language.JA else f"“{one}” " for one in said]
        return "".join(quoted)

    def _find_parent(self, key: Key, spot: Spot) -> Key | None:
        if spot.holder is None:
            return None
        node = self._form.questionnaire.nodes[spot.holder]
        count = len(node.axes)
        if node.item.repeats and node.item.is_question:
            count += 1
        return spot.holder, key[1][:count]

    def _is_own_axis(self, key: Key) -> bool:
        axes = self._form.questionnaire.nodes[key[0]].axes
        return bool(axes) and axes[-1] == key[0] and bool(key[1])

    def _lies_in_table(self, spot: Spot) -> bool:
        return spot.holder is not None and self._plan.spots[spot.holder].kind is RowKind.TABLE

    def _open_repeat(self, key: Key, spot: Spot, kind: RowKind, item: Item, parent: Key | None) -> Key | None:
        """Return what holds an occurrence; with the first one, make the table round it and the offer of one more."""
        position, surrounding = key[0], key[1][:-1]
        is_table = kind is RowKind.TABLE_ROW
        holder = (position, (*surrounding, BEFORE_ALL)) if is_table else parent
        if (position, surrounding) not in self._opened:
            self._opened.add((position, surrounding))
            rows = self._rows[spot.section]
            if is_table and holder is not None:
                rows.append(self._make_table(holder, parent, spot, item))
            most = min(item.max_occurs or MOST_REPEATS, MOST_REPEATS)
            can_add = self._counts[position, surrounding] < most
            offer = (position, (*surrounding, AFTER_ALL))
            locked = self._beside.locks.find_reason(item.link_id, offer)
            basis = (holder, can_add, locked)
            rows.append(self._keep(RowView(offer, holder, RowKind.ADD, item, basis, can_change=can_add, locked=locked)))
        return holder

    def _open_table(self, key: Key, spot: Spot, item: Item, parent: Key | None) -> Key:
        """Return the table round a group that occurs once."""
        holder = (key[0], (*key[1], BEFORE_ALL))
        self._rows[spot.section].append(self._make_table(holder, parent, spot, item))
        return holder

    def _make_table(self, key: Key, parent: Key | None, spot: Spot, item: Item) -> RowView:
        title = self._name_row(key, RowKind.TABLE, spot, 0)
        return self._keep(RowView(key, parent, RowKind.TABLE, item, basis=(parent,), title=title))

    def _name_row(self, key: Key, kind: RowKind, spot: Spot, count: int) -> str:
        """Return the number of an occurrence, or the title of a table that is not a section of its own."""
        if count:
            return f"{key[1][-1] + 1}"
        is_table = kind in (RowKind.TABLE, RowKind.MATRIX)
        if not is_table or self._plan.sections[spot.section].position == key[0]:
            return ""
        return self._form.questionnaire.nodes[key[0]].item.label.in_language(self._language)

    def _make_answers(self, row: RowView, spot: Spot) -> None:
        """Make a row for each answer that something may lie under."""
        for number in range(max(1, len(row.answers))):
            title = ""
            if number < len(row.answers):
                answer = row.answers[number]
                option = row.item.find_option(answer)
                title = (option.text if option is not None else say_answer(answer)).in_language(self._language)
            key = (row.key[0], (*row.key[1], number))
            made = RowView(key, row.key, RowKind.ANSWER, row.item, basis=(title,), title=title)
            self._rows[spot.section].append(self._keep(made))

    def _keep(self, made: RowView) -> RowView:
        old = self._previous.get(made.key)
        return old if old is not None and old.basis == made.basis else made

    def _find_notes(self, positions: tuple[int, ...], place: Place) -> tuple[Item, ...]:
        nodes = self._form.questionnaire.nodes
        return tuple(
            nodes[position].item
            for position in positions
            if not nodes[position].item.is_hidden and is_asked(self._form, position, place)
        )


def is_asked(form: Form, position: int, place: Place) -> bool:
    """Say whether a display is shown at a place."""
    if not form.questionnaire.has_repeats:
        return form.is_enabled[position]
    item = form.questionnaire.nodes[position].item
    if not item.enable_when and item.expressions.enable_when is None:
        return True
    index = form.find_index(item.link_id, place)
    return index is not None and form.is_enabled[index]


def _count_repeats(form: Form, plan: LayoutPlan) -> Counter[tuple[int, Place]]:
    """Return how often each repeating group occurs, by its position and the place round it."""
    counts: Counter[tuple[int, Place]] = Counter()
    if form.questionnaire.has_repeats:
        for occurrence in form.occurrences:
            if plan.spots[occurrence.position].kind in (RowKind.REPEAT, RowKind.TABLE_ROW) and occurrence.place:
                counts[occurrence.position, occurrence.place[:-1]] += 1
    return counts


def _find_marks(findings: tuple[Finding, ...]) -> dict[str, RowMark]:
    """Return the worst mark of each item, at the question that raised it and not at what hangs below."""
    marks: dict[str, RowMark] = {}
    for finding in findings:
        if finding.state in (FindingState.RESOLVED, FindingState.NOT_JUDGED):
            continue
        mark = _MARKS[finding.severity]
        for link_id in finding.link_ids[:1]:
            worse = marks.get(link_id, RowMark.NONE)
            marks[link_id] = max(mark, worse, key=_WEIGHT.__getitem__)
    return marks

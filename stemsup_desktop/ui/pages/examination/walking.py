"""Where the focus goes from one row to another. No Qt."""

from collections.abc import Callable, Iterator

from stemsup_desktop.ui.pages.examination.view import ExaminationView
from stemsup_desktop.ui.pages.examination.view_model import Key, RowKind, RowView


def find_row(view: ExaminationView, target: str) -> Key | None:
    """Find a row by its name, which has the place in it, or the first one of a link id."""
    found = next((row.key for row in view.rows.values() if row.name == target), None)
    if found is not None:
        return found
    rows = (row for row in view.rows.values() if row.kind is not RowKind.ADD)
    return next((row.key for row in rows if row.link_id == target), None)


def find_editable(view: ExaminationView, key: Key) -> Key | None:
    """Find the row itself, or the first question in it."""
    return key if view.rows[key].kind is RowKind.QUESTION else find_first_in(view, key)


def find_first_in(view: ExaminationView, key: Key) -> Key | None:
    """Find the first question that a row holds."""
    inside = {key}
    for other, row in view.rows.items():
        if row.parent in inside:
            inside.add(other)
            if row.kind is RowKind.QUESTION:
                return other
    return None


def find_question_above(view: ExaminationView, key: Key) -> Key | None:
    """Find the question that a row hangs below."""
    row = view.rows.get(key)
    while row is not None and row.parent is not None:
        row = view.rows[row.parent]
        if row.kind is RowKind.QUESTION:
            return row.key
    return None


def iter_answerable(view: ExaminationView, is_on_show: Callable[[Key], bool]) -> Iterator[Key]:
    """Go through the questions on show that can be answered here, in document order."""
    for key, row in view.rows.items():
        if row.kind is RowKind.QUESTION and not row.locked and is_on_show(key):
            yield key


def _is_to_answer(row: RowView) -> bool:
    return row.is_open and not row.locked


def iter_open(view: ExaminationView, here: Key | None) -> Iterator[Key]:
    """Go through what is open and can be answered here, from the row after `here`, round the end."""
    order = list(view.rows)
    start = order.index(here) + 1 if here is not None and here in view.rows else 0
    return (key for key in (*order[start:], *order[:start]) if _is_to_answer(view.rows[key]))

"""The form of a lot's certificate: the catalogue's items with their states, factors, and what it shows as absent."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.answer_segments import Look, Segments
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import SectionHeading
from stemsup_desktop.ui.lots.certificate_view import Allergens
from stemsup_desktop.ui.pages.lots.certificate_rows import FactorRow, ItemRow
from stemsup_desktop.ui.pages.lots.draft import NO, YES, CertificateDraft
from stemsup_desktop.ui.pages.lots.draft_edits import with_absent, with_factor, with_item, without_factor
from stemsup_desktop.ui.pages.lots.form_parts import DraftForm
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import run_in_turns
from stemsup_desktop.ui.words import Words


class CertificateForm(DraftForm):
    """Its rows are made one in each turn of the event loop, so that a long certificate holds nobody up."""

    def __init__(self, theme: Theme, words: Words, allergens: Allergens) -> None:
        super().__init__(theme, words)
        self._draft = CertificateDraft()
        self._errors: Mapping[str, str] = {}
        self._items: list[ItemRow] = []
        self._factors: list[FactorRow] = []
        self._is_making = False
        self._research = Segments(
            theme,
            words("lots.research_label"),
            ((YES, words("common.yes"), Look.SOLID), (NO, words("common.no"), Look.TINTED)),
            unanswered_word=words("common.unanswered"),
        )
        self._research.setObjectName("is_research_use_only")
        self._research.value_changed.connect(lambda code: self.edit("is_research_use_only", code or ""))
        self._absent = {code: self._make_absent(code, text) for code, text in allergens}
        self._item_rows, self._factor_rows = QVBoxLayout(), QVBoxLayout()
        for rows in (self._item_rows, self._factor_rows):
            rows.setSpacing(sizes.XS)
        self._add_factor = SecondaryButton(theme, words("lots.form_add_factor"), icon_name="plus")
        self._add_factor.setObjectName("add_factor")
        self._add_factor.clicked.connect(self._on_factor_added)
        self._lay_out()

    def show_draft(self, draft: CertificateDraft, errors: Mapping[str, str]) -> None:
        """Show what was typed and what is wrong; reports nothing."""
        self._draft, self._errors = draft, errors
        self.show_fields(draft, errors)
        self._research.set_value(draft.is_research_use_only or None)
        for code, box in self._absent.items():
            box.set_value(code in draft.shown_absent)
        self._drop_rows()
        for number in range(len(self._items)):
            self._show_item(number)
        for number in range(len(self._factors)):
            self._show_factor(number)
        if self._is_making:
            return
        missing = self._list_missing()
        if len(missing) == 1:
            missing[0]()  # the one just added or chosen
        elif missing:
            self._is_making = True
            run_in_turns(self, self._make_next)

    def make_all(self) -> None:
        """Make every row that is still to come, now."""
        for make in self._list_missing():
            make()

    @property
    def is_made(self) -> bool:
        """Whether every row is there."""
        return not self._list_missing()

    def focus_field(self, path: str) -> None:
        kind, _, number = path.partition(".")
        self.make_all()
        if kind == "items" and number.isdigit():
            row = self._items[int(number)]
            row.state.setFocus(Qt.FocusReason.OtherFocusReason)
            self.show_widget(row)
        else:
            super().focus_field(path)

    def find_place(self, path: str) -> QWidget | None:
        if path == "shown_absent":
            return next(iter(self._absent.values()), None)
        return super().find_place(path) or super().find_place(f"{path}.factor_id")

    def _list_missing(self) -> list[Callable[[], None]]:
        """Return what makes the rows that are not there yet, and the fields of those that hold something, in order."""
        items = self._draft.items
        bare = (number for number, row in enumerate(self._items) if row.needs_fields(items[number]))
        return [
            *(partial(self._fill_item, number) for number in bare),
            *(partial(self._make_item, number) for number in range(len(self._items), len(items))),
            *(partial(self._make_factor, number) for number in range(len(self._factors), len(self._draft.factors))),
        ]

    def _make_next(self) -> None:
        missing = self._list_missing()
        if missing:
            missing[0]()
        self._is_making = len(missing) > 1
        if self._is_making:
            run_in_turns(self, self._make_next)

    def _drop_rows(self) -> None:
        """Take out the rows that the draft does not have."""
        fits = [row.item_id for row in self._items] == [item.item_id for item in self._draft.items[: len(self._items)]]
        if not fits:
            _drop(*self._items)
            self._items = []
        _drop(*self._factors[len(self._draft.factors) :])
        self._factors = self._factors[: len(self._draft.factors)]

    def _make_item(self, number: int) -> None:
        row = ItemRow(self.theme, self.words, number, self._draft.items[number].item_id)
        row.edited.connect(partial(self._on_item_edited, number))
        row.left.connect(partial(self.field_left.emit, f"items.{number}"))
        self._items.append(row)
        self._item_rows.addWidget(row)
        if row.needs_fields(self._draft.items[number]):
            row.make_fields()
        self._show_item(number)

    def _fill_item(self, number: int) -> None:
        self._items[number].make_fields()
        self._show_item(number)

    def _show_item(self, number: int) -> None:
        self._items[number].show_draft(self._draft.items[number], self._errors.get(f"items.{number}", ""))

    def _make_factor(self, number: int) -> None:
        row = FactorRow(self.theme, self.words, number)
        row.edited.connect(partial(self._on_factor_edited, number))
        row.removed.connect(partial(self._on_factor_removed, number))
        row.left.connect(self.field_left)
        self._factors.append(row)
        self._factor_rows.addWidget(row)
        self._show_factor(number)

    def _show_factor(self, number: int) -> None:
        start = f"factors.{number}."
        errors = {path.removeprefix(start): said for path, said in self._errors.items() if path.startswith(start)}
        self._factors[number].show_draft(self._draft.factors[number], errors)

    def _lay_out(self) -> None:
        words = self.words
        self.add_grid((self.make_text("reference"), self.make_day("issued_on")))
        self.add_captioned("lots.research_label", self._research)
        self.add(SectionHeading(self.theme, words("lots.items"), words("lots.form_items_note")))
        self.rows.addLayout(self._item_rows)
        self.add(SectionHeading(self.theme, words("lots.factors"), words("lots.factors_note")))
        self.rows.addLayout(self._factor_rows)
        self.rows.addWidget(self._add_factor, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(SectionHeading(self.theme, words("lots.absent"), words("lots.form_absent_note")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes.M)
        grid.setVerticalSpacing(sizes.XS)
        for number, box in enumerate(self._absent.values()):
            grid.addWidget(box, number // 2, number % 2)
        self.rows.addLayout(grid)
        self.add_stretch()

    def _make_absent(self, code: str, text: str) -> CheckBox:
        box = CheckBox(self.theme, text)
        box.setObjectName(f"absent.{code}")
        box.toggled.connect(lambda is_on: self._on_absent_ticked(code, is_on=is_on))
        return box

    def _on_absent_ticked(self, code: str, *, is_on: bool) -> None:
        self.report(lambda draft: with_absent(draft, code, is_on=is_on), "shown_absent")

    def _on_item_edited(self, number: int, part: str, text: str) -> None:
        path = f"items.{number}" if part == "state" else f"items.{number}.{part}"
        self.report(lambda draft: with_item(draft, number, part, text), path, is_typed=part != "state")

    def _on_factor_added(self) -> None:
        self.make_all()
        number = len(self._factors)
        self.report(lambda draft: with_factor(draft, number, "", ""), f"factors.{number}")
        if number < len(self._factors):
            self._factors[number].fields["factor_id"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_factor_edited(self, number: int, part: str, text: str) -> None:
        is_typed = part not in ("state", "unit")
        self.report(lambda draft: with_factor(draft, number, part, text), f"factors.{number}.{part}", is_typed=is_typed)

    def _on_factor_removed(self, number: int) -> None:
        self.report(lambda draft: without_factor(draft, number), f"factors.{number}")
        left = self._factors[min(number, len(self._factors) - 1)].fields["factor_id"] if self._factors else None
        (left or self._add_factor).setFocus(Qt.FocusReason.OtherFocusReason)


def _drop(*rows: QWidget) -> None:
    for row in rows:
        row.hide()
        row.setParent(None)
        row.deleteLater()

"""Measures today: what was recorded, and one form for totals of instruments, grades and hair."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.buttons import IconButton, SecondaryButton
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.pages.summary.measure_forms import GradeForm, HairForm, InstrumentForm, MeasureForm
from stemsup_desktop.ui.pages.summary.measure_memory import MeasureDraft, MeasureMemory
from stemsup_desktop.ui.pages.summary.trend_view import MeasuresView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import iter_shared
from stemsup_desktop.ui.words import Words


class _Line(QWidget):
    """One recorded measure and the way to take it out."""

    def __init__(self, theme: Theme, at: int) -> None:
        super().__init__()
        self.text = Label(theme, role="compact", wraps=True)
        self.remove = IconButton(theme, "close", "")
        self.remove.setObjectName(f"remove_measure:{at}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        row.addWidget(self.text, 1)
        row.addWidget(self.remove)


class MeasuresPart(QWidget):
    """`measure_given` carries a measure that is complete, `remove_requested` its place in the list."""

    measure_given = Signal(object)
    remove_requested = Signal(int)

    def __init__(self, theme: Theme, words: Words, memory: MeasureMemory) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._memory = memory
        self._visit = ""
        self._is_restoring = False
        self._lines: list[_Line] = []
        self._is_closed = False
        self._nothing = Label(theme, words("scores.no_measures"), role="compact", tone="text-3", wraps=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(sizes.TIGHT)
        kinds = tuple((kind, words(f"scores.kind_{kind}")) for kind in ("instrument", "grade", "hair"))
        self._kind = ViewSwitch(theme, words("scores.kind"), kinds)
        self._kind.setObjectName("measures.kind")
        self._kind.value_changed.connect(lambda _: self._on_kind_chosen())
        self.forms: dict[str, MeasureForm] = {}
        self._making = self._iter_forms()
        self._forms_column = QVBoxLayout()
        self._forms_column.setSpacing(sizes.XS)
        self._add = SecondaryButton(theme, words("scores.add"), icon_name="plus")
        self._add.setObjectName("measure.add")
        self._add.clicked.connect(self._on_added)
        self._lay_out()

    def fill(self) -> None:
        """Make the forms, unless they are there; they are many fields, so whoever has the time does it ahead."""
        for _ in self._making:
            pass

    def iter_filling(self) -> Iterator[None]:
        """Make the forms as `fill` does, one at a time."""
        yield from iter_shared(self._making)

    def _iter_forms(self) -> Iterator[None]:
        kinds: tuple[tuple[str, type[InstrumentForm | GradeForm | HairForm]], ...]
        kinds = ("instrument", InstrumentForm), ("grade", GradeForm), ("hair", HairForm)
        for name, make in kinds:
            form = self.forms[name] = make(self._theme, self._words)
            form.hide()
            form.typed.connect(self._remember)
            self._forms_column.addWidget(form)
            yield

    def show_view(self, view: MeasuresView) -> None:
        """Show what was recorded; what stands in the form stays."""
        self.fill()
        self._is_closed = view.is_closed
        set_shown(self._nothing, not view.recorded)
        while len(self._lines) < len(view.recorded):
            self._lines.append(self._make_line(len(self._lines)))
        for at, line in enumerate(self._lines):
            set_shown(line, at < len(view.recorded))
            if at < len(view.recorded):
                line.text.setText(view.recorded[at])
                line.remove.set_name(self._words("scores.remove", what=view.recorded[at]))
                set_shown(line.remove, not view.is_closed)
        for form in self.forms.values():
            form.offer(view)
        for widget in (self._kind, self._add):
            set_shown(widget, not view.is_closed)
        if view.consultation_id != self._visit:
            self._visit = view.consultation_id
            self._restore()
        self._show_form()

    def say_already(self) -> None:
        """Say that the measure stands in the list."""
        self.forms[self._kind.value() or ""].say_already()

    def clear(self) -> None:
        """Empty the form after its measure was recorded; who rated stays."""
        self.forms[self._kind.value() or ""].clear()
        self._remember()

    def stops(self) -> list[QWidget]:
        """Return what Tab can stop at, in reading order."""
        fields = [stop for form in self.forms.values() for stop in form.stops()]
        return [*(line.remove for line in self._lines), *self._kind.buttons, *fields, self._add]

    def _restore(self) -> None:
        """Show what stands in the form of this visit, which may be nothing."""
        draft = self._memory.get(self._visit)
        self._is_restoring = True
        self._kind.set_value(draft.kind if draft.kind in self.forms else "instrument")
        for kind, form in self.forms.items():
            form.put_texts(
                {
                    name.removeprefix(f"{kind}."): text
                    for name, text in draft.texts.items()
                    if name.startswith(f"{kind}.")
                }
            )
        self._is_restoring = False

    def _remember(self) -> None:
        if self._is_restoring or not self._visit or self._is_closed:
            return
        texts = {
            f"{kind}.{name}": text
            for kind, form in self.forms.items()
            for name, text in form.list_texts().items()
            if text and (kind, name) != ("hair", "kind")
        }
        self._memory.keep(MeasureDraft(self._visit, self._kind.value() or "instrument", texts))

    def _on_kind_chosen(self) -> None:
        self._remember()
        self._show_form()

    def _lay_out(self) -> None:
        add = QHBoxLayout()
        add.addWidget(self._add)
        add.addStretch(1)
        kind = QHBoxLayout()
        kind.addWidget(self._kind)
        kind.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XS)
        outer.addWidget(self._nothing)
        outer.addLayout(self._column)
        outer.addLayout(kind)
        outer.addLayout(self._forms_column)
        outer.addLayout(add)

    def _make_line(self, at: int) -> _Line:
        line = _Line(self._theme, at)
        line.remove.clicked.connect(lambda: self.remove_requested.emit(at))
        self._column.addWidget(line)
        return line

    def _show_form(self) -> None:
        for kind, form in self.forms.items():
            set_shown(form, kind == self._kind.value() and not self._is_closed)

    def _on_added(self) -> None:
        measure = self.forms[self._kind.value() or ""].find_measure()
        if measure is not None:
            self.measure_given.emit(measure)

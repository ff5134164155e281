"""The left pane of step 4: product, lot, certificate and routes."""

from collections.abc import Iterator

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.ui.allergens import derive_allergens
from stemsup_desktop.ui.components.answer_segments import AnswerSegments, Choice
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Hairline, Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import Lockable, ReasonLine
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.plan.lots_part import LotsPart
from stemsup_desktop.ui.pages.plan.rows import CheckRow
from stemsup_desktop.ui.pages.plan.view import ROUTE_ICONS, LotLine, PlanView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import iter_shared
from stemsup_desktop.ui.words import Words

DATE_PX = {Language.EN: 124, Language.JA: 150}
"""Wide enough for a whole date."""
_LINES = 9
"""As many as there are rules about a lot, and the note that it is another one."""
_TEXTS = ("name", "maker", "approval_status", "procurement", "lot_number")
_CERTIFICATE_QUESTIONS = ("is_on_file", "is_complete", "has_failed_item", "is_research_use_only")
_LOT_QUESTIONS = ("is_recalled", "had_temperature_excursion")
_ONLY_ON_FILE = ("is_complete", "has_failed_item")
"""What can be asked only of a certificate that is there."""
_ANSWERS = {Choice.YES.value: True, Choice.NO.value: False}


class ProductPane(ScrollPane):
    """Reports each change by the record's field; shows what it is given."""

    text_changed = Signal(str, str)
    cell_source_changed = Signal(object)
    expires_changed = Signal(object)
    certificate_changed = Signal(str, object)
    lot_answered = Signal(str, object)
    shown_absent_changed = Signal(str, bool)
    route_toggled = Signal(object, bool)
    lot_left = Signal()

    def __init__(self, theme: Theme, words: Words, content: Content) -> None:
        super().__init__(margins=(sizes.L, sizes.M, sizes.M, sizes.XL), spacing=sizes.S)
        self._theme = theme
        self._words = words
        self._content = content
        self._making = self._iter_fields()

    def fill(self) -> None:
        """Make the fields, unless they are there; they are many, so whoever has the time does it ahead."""
        for _ in self._making:
            pass

    def iter_filling(self) -> Iterator[None]:
        """Make the fields as `fill` does, a piece at a time."""
        yield from iter_shared(self._making)

    def _iter_fields(self) -> Iterator[None]:
        theme, words, content = self._theme, self._words, self._content
        self.lots = LotsPart(theme, words)
        self._texts = {field: self._make_text(field) for field in _TEXTS}
        self._texts["lot_number"].left.connect(self.lot_left)
        self._source = self._make_source(content)
        self._expires = DateField(theme, words, words("plan.expires"), is_required=True)
        self._expires.setObjectName("product.expires")
        self._expires.setMinimumWidth(theme.grown(DATE_PX[words.language]))
        self._expires.value_changed.connect(self.expires_changed)
        yield
        self._lines = [InlineMessage(theme) for _ in range(_LINES)]
        self._questions = {
            field: self._make_question(field, f"product.certificate.{field}", self.certificate_changed)
            for field in _CERTIFICATE_QUESTIONS
        } | {field: self._make_question(field, f"product.{field}", self.lot_answered) for field in _LOT_QUESTIONS}
        yield
        self._absent = {code: self._make_absent(code, text) for code, text in derive_allergens(content, words.language)}
        self._routes = {route: self._make_route(route, content) for route in Route}
        self._routes_note = InlineMessage(theme)
        yield
        self._lay_out()

    def show_view(self, view: PlanView, lot_note: str, *, has_fields: bool = True) -> None:
        """Show product, lot and routes; reports nothing. Without fields only the lots of the lot book are there."""
        self.fill()
        is_from_book = view.lots.is_from_book
        self.lots.show_view(view.lots, view.locked, has_details=has_fields)
        for part in (self._fields, self._certificate_part):
            set_shown(part, has_fields)
        self._from_book.show_reason(self._words("plan.from_book") if is_from_book else "")
        product, certificate = view.plan.product, view.plan.product.certificate
        for field, text in self._texts.items():
            text.set_value(getattr(product, field))
        self._source.set_value(product.cell_source)
        self._expires.set_value(product.expires)
        self._show_lines(((LotLine(TagState.CAUTION, lot_note),) if lot_note else ()) + view.lot_lines)
        for field, (_, segments) in self._questions.items():
            value: bool | None = getattr(product if field in _LOT_QUESTIONS else certificate, field)
            segments.set_value(None if value is None else Choice.YES.value if value else Choice.NO.value)
        is_on_file = certificate.is_on_file is True
        for field in _ONLY_ON_FILE:
            set_shown(self._questions[field][0], is_on_file)
        set_shown(self._absent_part, is_on_file)
        for code, row in self._absent.items():
            row.set_value(code in certificate.shown_absent)
        for choice in view.routes:
            route_row = self._routes[choice.route]
            route_row.set_value(choice.is_chosen)
            route_row.show_state(choice.state, choice.word)
        self._routes_note.show_message(TagState.INFORMATION, view.routes_note)
        self._lock(view.locked, self._words("plan.from_book") if is_from_book else "")

    def _lock(self, reason: str, of_book: str) -> None:
        """Lock everything for one reason, and what the lot book says for another."""
        fields = (*self._texts.values(), self._source, self._expires)
        questions = (segments for _, segments in self._questions.values())
        of_lot: tuple[Lockable, ...] = (*fields, *questions, *self._absent.values())
        for part in of_lot:
            part.set_locked(reason or of_book)
        for row in self._routes.values():
            row.set_locked(reason)

    # Layout

    def _lay_out(self) -> None:
        self.add(self.lots)
        self._from_book = ReasonLine(self._theme)
        lot = QHBoxLayout()
        lot.setSpacing(sizes.S)
        lot.addWidget(self._texts["lot_number"], 1)
        lot.addWidget(self._expires, 1)
        self._fields, column = _make_column(sizes.S)
        for widget in (self._from_book, self._texts["name"], self._source):
            column.addWidget(widget)
        column.addLayout(lot)
        self.add(self._fields)
        for line in self._lines:
            self.add(line)
        self.add(self._make_routes_part())
        self._absent_part = self._make_absent_part()
        self._certificate_part, rest = _make_column(sizes.S)
        rest.addWidget(SectionHeading(self._theme, self._words("plan.certificate")))
        for field in (*_CERTIFICATE_QUESTIONS, *_LOT_QUESTIONS):
            rest.addWidget(self._questions[field][0])
        rest.addWidget(self._absent_part)
        rest.addWidget(Hairline(self._theme))
        for field in ("maker", "approval_status", "procurement"):
            rest.addWidget(self._texts[field])
        self.add(self._certificate_part)
        self.add_stretch()

    def _make_routes_part(self) -> QWidget:
        part = QWidget()
        part.setObjectName("routes")
        column = QVBoxLayout(part)
        column.setContentsMargins(0, sizes.XS, 0, 0)
        column.setSpacing(sizes.TIGHT)
        column.addWidget(SectionHeading(self._theme, self._words("plan.routes")))
        for row in self._routes.values():
            column.addWidget(row)
            column.addWidget(Hairline(self._theme))
        column.addWidget(self._routes_note)
        part.setFocusProxy(next(iter(self._routes.values())).box)
        return part

    def _make_absent_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, sizes.XXS, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(self._theme, self._words("plan.shown_absent"), role="compact", tone="text-2"))
        note = Label(self._theme, self._words("plan.shown_absent_note"), role="small", tone="text-3", wraps=True)
        column.addWidget(note)
        for row in self._absent.values():
            column.addWidget(row)
        return part

    def _make_text(self, field: str) -> TextField:
        is_required = field in ("name", "lot_number")
        made = TextField(self._theme, self._words, self._words(f"plan.{field}"), is_required=is_required)
        made.setObjectName(f"product.{field}")
        made.value_changed.connect(lambda text: self.text_changed.emit(field, str(text)))
        return made

    def _make_source(self, content: Content) -> ChoiceField:
        language = self._words.language
        options = tuple((one.value, content.names.get_cell_source(one, language)) for one in CellSource)
        made = ChoiceField(self._theme, self._words, self._words("plan.cell_source"), options, is_required=True)
        made.setObjectName("product.cell_source")
        made.value_changed.connect(self.cell_source_changed)
        return made

    def _make_question(self, field: str, target: str, answered: SignalInstance) -> tuple[QWidget, AnswerSegments]:
        title = self._words(f"plan.{field}")
        segments = AnswerSegments(self._theme, self._words, title, has_unknown=False)
        segments.setObjectName(target)
        segments.value_changed.connect(lambda code: answered.emit(field, _ANSWERS.get(code)))
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XXS)
        column.addWidget(Label(self._theme, title, role="compact", tone="text-2", wraps=True))
        column.addWidget(segments)
        return part, segments

    def _make_absent(self, code: str, text: str) -> CheckRow:
        row = CheckRow(self._theme, text, name=f"shown_absent:{code}")
        row.toggled.connect(lambda is_shown: self.shown_absent_changed.emit(code, is_shown))
        return row

    def _make_route(self, route: Route, content: Content) -> CheckRow:
        title = content.reference.get_page(route.value).title.in_language(self._words.language)
        row = CheckRow(self._theme, title, icon=ROUTE_ICONS[route], name=f"route:{route}")
        row.toggled.connect(lambda is_chosen: self.route_toggled.emit(route, is_chosen))
        return row

    def _show_lines(self, lines: tuple[LotLine, ...]) -> None:
        for position, message in enumerate(self._lines):
            line = lines[position] if position < len(lines) else LotLine(TagState.INFORMATION, "")
            message.show_message(line.state, line.sentence)


def _make_column(spacing: int) -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return part, column

"""Step 4 in the window: product and routes at the left, the map in the middle, sites and numbers at the right."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import CellSource, Certificate, Plan, Route
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.plan import changes
from stemsup_desktop.ui.pages.plan.map_pane import MapPane
from stemsup_desktop.ui.pages.plan.numbers_pane import NumbersPane
from stemsup_desktop.ui.pages.plan.product_pane import ProductPane
from stemsup_desktop.ui.pages.plan.view import PlanView, derive_plan
from stemsup_desktop.ui.site_map.drawing import Drawing
from stemsup_desktop.ui.tab_order import set_tab_order

LEFT_PX, RIGHT_PX = 324, 360
LEFT_TIGHT_PX, RIGHT_TIGHT_PX = 308, 320
RAIL_PX = 80
TIGHT_BELOW_PX = 1280
TABS_BELOW_PX = 1152


class PlanPage(Page[PlanView]):
    """What is intended: never a dose, and nothing that the physician has not entered."""

    def __init__(self, context: PageContext, content: Content, drawings: tuple[Drawing, ...]) -> None:
        super().__init__(context)
        self._content = content
        self._settled_lot: tuple[str, str] | None = None
        self._is_new_lot = False
        self._has_tabs = False
        self._rows: tuple[str, ...] | None = None
        self._product = ProductPane(self.theme, self.words, content)
        self._map = MapPane(self.theme, self.words, content, drawings)
        self._numbers = NumbersPane(self.theme, self.words, content)
        self._conditions = InlineMessage(self.theme, is_strip=True)
        self._conditions.setObjectName("conditions")
        self._outdated = InlineMessage(self.theme, is_strip=True)
        self._outdated.setObjectName("outdated")
        self._why_not = ReasonLine(self.theme, is_strip=True)
        self._why_not.setObjectName("why_not")
        self._switch = ViewSwitch(
            self.theme,
            self.words("plan.view"),
            (("map", self.words("plan.view_map")), ("numbers", self.words("plan.view_numbers"))),
        )
        self._switch.setObjectName("plan_view")
        self._switch.value_changed.connect(lambda _code: self._show_tab())
        self._switch.hide()
        self.header.add_control(self._switch)
        self._left = self._make_side(self._product)
        self._right = self._make_side(self._numbers)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._map)
        self.set_body(self._body)
        self.add_strip(self._outdated)
        self.add_strip(self._conditions)
        self.add_strip(self._why_not)
        self.add_left(self._left, LEFT_PX)
        self.add_right(self._right, RIGHT_PX)
        self._connect()

    def derive(self) -> PlanView:
        return derive_plan(self.context.session.state, self._content, self.context.clock().date(), self.words)

    def show_view(self, view: PlanView) -> None:
        self.header.show_text(self.words("plan.title"), view.subtitle)
        self._why_not.show_reason(view.locked)
        self._outdated.show_message(TagState.STOP, view.outdated)
        self._conditions.show_message(TagState.CAUTION, view.conditions)
        self._note_lot(view.plan)
        is_unseen = view.plan.product.certificate.is_on_file is None
        self._product.show_view(view, self.words("plan.another_lot") if self._is_new_lot and is_unseen else "")
        self._map.show_view(view)
        self._numbers.show_view(view)
        rows = (*(site.site_id for site in view.sites), *(advice.item_id for advice in view.advice))
        if rows != self._rows:
            self._rows = rows
            self._order_tabs()

    def warm_up(self) -> Iterator[None]:
        """Make the fields of either pane in a piece of its own."""
        for pane in (self._product, self._numbers):
            pane.fill()
            yield
        yield from super().warm_up()

    def page_actions(self) -> PageActions:
        return PageActions(
            back=Action(self.words("plan.back"), lambda: self.page_requested.emit("step-3"), name="back"),
            primary=Action(
                self.words("plan.continue"),
                lambda: self.page_requested.emit("step-5"),
                key_hint="Ctrl+Enter",
                name="continue",
            ),
        )

    def own_keys(self) -> tuple[tuple[str, str], ...]:
        return (
            ("[ / ]", self.words("plan.key_zone")),
            ("Space", self.words("plan.key_choose")),
            ("Del", self.words("plan.key_remove")),
        )

    def jump_to(self, target: str) -> None:
        """Put the focus on a field, bringing its tab to the front first; "sites" is the map."""
        if target == "sites":
            self._bring("map")
            self._map.focus_map()
            return
        widget = self.findChild(QWidget, target)
        if isinstance(widget, QWidget):
            self._bring("numbers" if self._numbers.isAncestorOf(widget) else "")
            pane = next((pane for pane in (self._numbers, self._product) if pane.isAncestorOf(widget)), None)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            if pane is not None:
                pane.show_widget(widget)

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        is_tight = TABS_BELOW_PX <= width < TIGHT_BELOW_PX
        self._left.setFixedWidth(LEFT_TIGHT_PX if is_tight else LEFT_PX)
        self._right.setFixedWidth(RIGHT_TIGHT_PX if is_tight else RIGHT_PX)
        has_tabs = width < TABS_BELOW_PX
        if has_tabs != self._has_tabs:
            self._has_tabs = has_tabs
            layout = (self._body if has_tabs else self._right).layout()
            if layout is not None:
                layout.addWidget(self._numbers)
            set_shown(self._switch, has_tabs)
            self._order_tabs()
        sides = self._left.minimumWidth() + (0 if has_tabs else self._right.minimumWidth())
        self._map.set_room(width - RAIL_PX - sides)
        self._show_tab()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.text():
            case "]":
                self._step(1)
            case "[":
                self._step(-1)
            case _:
                super().keyPressEvent(event)

    # Layout

    def _make_side(self, pane: QWidget) -> QWidget:
        side = QWidget()
        side.setProperty("surface", "sunken")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pane)
        return side

    def _order_tabs(self) -> None:
        """Tab goes through product, map, sites and numbers, as the eye does."""
        set_tab_order((self._left, self.header, self._body, self._right, self.action_bar))

    def _show_tab(self) -> None:
        is_map = self._switch.value() != "numbers"
        set_shown(self._right, not self._has_tabs)
        set_shown(self._map, is_map or not self._has_tabs)
        set_shown(self._numbers, not is_map or not self._has_tabs)

    def _bring(self, tab: str) -> None:
        if self._has_tabs and tab and self._switch.value() != tab:
            self._switch.set_value(tab)
            self._show_tab()

    def _step(self, by: int) -> None:
        self._bring("map")
        self._map.step(by)

    # What the person does

    def _connect(self) -> None:
        product, numbers = self._product, self._numbers
        product.text_changed.connect(self._on_product_text)
        product.cell_source_changed.connect(self._on_cell_source_changed)
        product.expires_changed.connect(self._on_expires_changed)
        product.certificate_changed.connect(self._on_certificate_changed)
        product.shown_absent_changed.connect(self._on_shown_absent_changed)
        product.route_toggled.connect(self._on_route_toggled)
        product.lot_left.connect(self._on_lot_left)
        self._map.site_toggled.connect(self._on_zone_toggled)
        numbers.site_toggled.connect(self._on_site_toggled)
        numbers.site_described.connect(self._on_site_described)
        numbers.number_changed.connect(self._on_number_changed)
        numbers.first_session_changed.connect(self._on_first_session_changed)
        numbers.advice_toggled.connect(self._on_advice_toggled)
        numbers.all_advice_requested.connect(self._on_all_advice_requested)
        numbers.alternatives_changed.connect(self._on_alternatives_changed)
        numbers.note_changed.connect(self._on_note_changed)

    def _change(self, what: str, make: Callable[[Plan], Plan], merge: str = "", *, is_announced: bool = False) -> None:
        state = self.context.session.state
        if not state.may_decide:
            self.refresh()  # a way to change it that is not locked shows the record again
            return
        consultation = changes.with_plan(
            state.consultation,
            make(state.consultation.plan),
            self.context.session.clinical,
            state.patient,
            self.context.clock(),
        )
        description = self.words(f"plan.change_{what}")
        self.context.session.change(description, consultation, merge=merge, is_announced=is_announced)

    def _on_product_text(self, field: str, text: str) -> None:
        what = "lot" if field == "lot_number" else "product"
        values = {field: normalise_text(text)}
        self._change(what, lambda plan: changes.with_product(plan, **values), f"plan.product.{field}")

    def _on_cell_source_changed(self, code: str | None) -> None:
        source = None if code is None else CellSource(code)
        self._change("product", lambda plan: changes.with_product(plan, cell_source=source))

    def _on_expires_changed(self, day: date | None) -> None:
        self._change("lot", lambda plan: changes.with_product(plan, expires=day), "plan.product.expires")

    def _on_certificate_changed(self, field: str, answer: bool | None) -> None:
        self._change("certificate", lambda plan: changes.with_certificate(plan, **{field: answer}))

    def _on_shown_absent_changed(self, code: str, is_shown: bool) -> None:
        self._change("certificate", lambda plan: changes.with_shown_absent(plan, code, is_shown=is_shown))

    def _on_route_toggled(self, route: Route, is_chosen: bool) -> None:
        aftercare = self._content.aftercare
        self._change("routes", lambda plan: changes.with_route(plan, route, aftercare, is_chosen=is_chosen))

    def _on_zone_toggled(self, site_id: str) -> None:
        plan = self.context.session.state.consultation.plan
        self._on_site_toggled(site_id, all(site.site_id != site_id for site in plan.sites))

    def _on_site_toggled(self, site_id: str, is_chosen: bool) -> None:
        self._change(
            "site_added" if is_chosen else "site_removed",
            lambda plan: changes.with_site(plan, site_id, is_chosen=is_chosen),
            is_announced=not is_chosen,
        )

    def _on_site_described(self, site_id: str, text: str) -> None:
        described = normalise_text(text)
        self._change("site", lambda plan: changes.with_site_words(plan, site_id, described), f"plan.site.{site_id}")

    def _on_number_changed(self, field: str, number: Decimal | None) -> None:
        what = "cost" if field.endswith("_yen") else "sessions"
        self._change(what, lambda plan: changes.with_whole_number(plan, field, number), f"plan.{field}")

    def _on_first_session_changed(self, day: date | None) -> None:
        self._change("sessions", lambda plan: msgspec.structs.replace(plan, first_session_on=day), "plan.first")

    def _on_advice_toggled(self, item_id: str, is_chosen: bool) -> None:
        self._change("aftercare", lambda plan: changes.with_aftercare(plan, item_id, is_chosen=is_chosen))

    def _on_all_advice_requested(self) -> None:
        self._change("aftercare", lambda plan: changes.with_all_aftercare(plan, self._content.aftercare))

    def _on_alternatives_changed(self, is_explained: bool) -> None:
        self._change("alternatives", lambda plan: msgspec.structs.replace(plan, alternatives_explained=is_explained))

    def _on_note_changed(self, text: str) -> None:
        note = normalise_text(text)
        self._change("note", lambda plan: msgspec.structs.replace(plan, note=note), "plan.note")

    # A certificate belongs to its lot

    def _note_lot(self, plan: Plan) -> None:
        consultation_id = self.context.session.state.consultation.consultation_id
        if self._settled_lot is None or self._settled_lot[0] != consultation_id:
            self._settled_lot = (consultation_id, plan.product.lot_number)
            self._is_new_lot = False

    def _on_lot_left(self) -> None:
        """When another lot number was entered, the certificate has to be looked at again."""
        if not self.context.session.has_visit or self._settled_lot is None:
            return
        consultation = self.context.session.state.consultation
        product = consultation.plan.product
        before = self._settled_lot[1].strip()
        self._settled_lot = (consultation.consultation_id, product.lot_number)
        if not before or before == product.lot_number.strip():
            return
        self._is_new_lot = product.certificate != Certificate()
        self._change("lot", changes.with_certificate_unseen, "plan.product.lot_number")

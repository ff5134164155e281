"""Step 4 in the window: product and routes at the left, the map in the middle, sites and numbers at the right."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial

import msgspec
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QWidget

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.courses.visits import derive_next_plan
from stemsup_desktop.consultation.lots.scan_matching import ScanMatch
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.sites.drawings import Drawing
from stemsup_desktop.content import Content
from stemsup_desktop.ui.actions.registry import key_of
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import laid_out_once, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.courses.desk import make_ask
from stemsup_desktop.ui.courses.visit_course import VisitCourse
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.lots.book_keeper import LotBookKeeper
from stemsup_desktop.ui.page import Page, ScanAnswer
from stemsup_desktop.ui.pages.plan import changes
from stemsup_desktop.ui.pages.plan.lots_desk import LotsDesk
from stemsup_desktop.ui.pages.plan.numbers_pane import NumbersPane
from stemsup_desktop.ui.pages.plan.places import LEFT_PX, RIGHT_PX, Places
from stemsup_desktop.ui.pages.plan.product_pane import ProductPane
from stemsup_desktop.ui.pages.plan.sites_desk import SitesDesk
from stemsup_desktop.ui.pages.plan.view import PlanView, derive_plan
from stemsup_desktop.ui.site_map.map_board import MapBoard
from stemsup_desktop.ui.tab_order import TabOrder
from stemsup_desktop.ui.turns import run_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess

UNDO_WORDS_PX = 560


class PlanPage(Page[PlanView]):
    """What is intended: never a dose, and nothing that the physician has not entered."""

    takes_scans = True

    lot_page_requested = Signal(str)
    """The id of a lot that is to be shown in the lot book; empty for the whole of it."""

    def __init__(
        self,
        context: PageContext,
        content: Content,
        drawings: tuple[Drawing, ...],
        access: VaultAccess | None = None,
        book: LotBookKeeper | None = None,
    ) -> None:
        """Without `access` a course is shown, and nothing is done to it; without `book` a lot is typed by hand."""
        super().__init__(context)
        self._access = access
        self._course: VisitCourse | None = None
        self._content = content
        self._settled_lot: tuple[str, str] | None = None
        self._is_new_lot = False
        self._rows: tuple[str, ...] | None = None
        self._waiting: set[Callable[[PlanView], None]] = set()
        """What of the page follows in a turn of its own."""
        self._has_joined_lots = False
        self.build(self._iter_parts(drawings, book))

    def _iter_parts(self, drawings: tuple[Drawing, ...], book: LotBookKeeper | None) -> Iterator[None]:
        context, content, access = self.context, self._content, self._access
        self._product = ProductPane(self.theme, self.words, content)
        yield
        self._map = MapBoard(self.theme, self.words, drawings)
        yield
        self._numbers = NumbersPane(self.theme, self.words, content)
        self._conditions = InlineMessage(self.theme, is_strip=True)
        self._conditions.setObjectName("conditions")
        self._outdated = InlineMessage(self.theme, is_strip=True)
        self._outdated.setObjectName("outdated")
        self._why_not = ReasonLine(self.theme, is_strip=True)
        self._why_not.setObjectName("why_not")
        self._undo = SecondaryButton(self.theme, icon_name="undo", key_hint=key_of("undo"))
        self._undo.setObjectName("undo")
        self._undo.clicked.connect(context.session.undo)
        self.header.add_control(self._undo)
        self._last: tuple[str, str] = ("", "")
        yield
        self._places = Places(self.theme, self.words, self._product, self._map, self._numbers)
        self._tabs = TabOrder(self, self._list_in_tab_order)
        self._places.changed.connect(self._tabs.order_soon)
        for switch in self._places.switches:
            self.header.add_control(switch)
        self.set_body(self._places.body)
        self.add_strip(self._outdated)
        self.add_strip(self._conditions)
        self.add_strip(self._why_not)
        self.add_left(self._places.left, LEFT_PX)
        self.add_right(self._places.right, RIGHT_PX)
        yield
        self._desk = SitesDesk(
            self._map,
            self._numbers.sites,
            drawings,
            lambda: self.context.session.state.consultation.plan,
            self._change,
        )
        self._numbers.sites.rows_changed.connect(self._tabs.order_soon)
        self._lots = LotsDesk(self, self._product, content, self._change, book, access)
        self._lots.changed.connect(self.refresh)
        self._lots.lot_page_requested.connect(self.lot_page_requested)
        layout = self.layout()
        if layout is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        context.session.history_changed.connect(self._show_undo)
        self._connect()

    def derive(self) -> PlanView:
        today = self.context.clock().date()
        return derive_plan(self.context.session.state, self._content, today, self.words, self._lots.derive())

    def show_view(self, view: PlanView) -> None:
        self.header.show_text(self.words("plan.title"), view.subtitle)
        self._note_lot(view.plan)
        is_unseen = view.plan.product.certificate.is_on_file is None
        note = self.words("plan.another_lot") if self._is_new_lot and is_unseen else ""
        has_fields = self._lots.has_fields(view.lots, view.plan.product)
        self._product.show_view(view, note, has_fields=has_fields)
        self._join_lots()
        self._map.show_sites(view.marked, view.background, is_read_only=bool(view.locked))
        if self.context.is_ahead and self.isVisible():
            self._follow_soon(view)
        else:
            self._show_strips(view)
            self._show_numbers(view)

    def _follow_soon(self, view: PlanView) -> None:
        """Let the rest follow in turns of its own, but not what somebody is at: with many points it is one long turn.

        Strips that come or go give the map another size, so that it is painted anew.
        """
        focused = self.focusWidget()
        if focused is not None and self._numbers.isAncestorOf(focused):
            self._show_numbers(view)
        else:
            self._numbers.sites.wait()
            self._waiting |= {self._show_numbers}
        self._waiting |= {self._show_strips}
        run_in_turns(self, partial(self._follow, self._show_strips), partial(self._follow, self._show_numbers))

    def _follow(self, show: Callable[[PlanView], None]) -> None:
        """Show a part, where it waits, as the plan is by now."""
        if show in self._waiting and self.context.session.has_visit:
            with laid_out_once(self):
                show(self.derive())

    def _show_strips(self, view: PlanView) -> None:
        self._waiting -= {self._show_strips}
        self._why_not.show_reason(view.locked)
        self._outdated.show_message(TagState.STOP, view.outdated)
        self._conditions.show_message(TagState.CAUTION, view.conditions)

    def _show_numbers(self, view: PlanView) -> None:
        self._waiting -= {self._show_numbers}
        self._numbers.show_view(view)
        self._join_course()
        rows = (*(site.site_id for site in view.sites), *(advice.item_id for advice in view.advice))
        if rows != self._rows:
            self._rows = rows
            self._tabs.order_soon()

    def warm_up(self) -> Iterator[None]:
        """Make the fields of either pane in a piece of its own."""
        for pane in (self._product, self._numbers.sites, self._numbers.course):
            yield from pane.iter_filling()
            yield
        yield from self.show_ahead(self._numbers.sites.show_view, self._numbers.course.show_view)
        yield from super().warm_up()
        yield from self._numbers.sites.iter_spares()

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

    def jump_to(self, target: str) -> None:
        """Put the focus on a field, bringing its tab to the front first; "sites" is the map."""
        self._follow(self._show_numbers)
        if target == "sites":
            self._places.bring("map")
            self._map.focus_map()
            return
        if target == "lots_free_of" or target.startswith("product."):
            self._places.bring("product")
            if self._lots.reveal(target):
                return
        widget = self.findChild(QWidget, target)
        if isinstance(widget, QWidget):
            self._places.bring("numbers" if self._numbers.isAncestorOf(widget) else "product")
            pane = next((pane for pane in (self._numbers, self._product) if pane.isAncestorOf(widget)), None)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            if pane is not None:
                pane.show_widget(widget)
                QTimer.singleShot(0, widget, partial(pane.show_widget, widget))  # what was revealed has its place then

    def take_scan(self, match: ScanMatch) -> ScanAnswer | None:
        return self._lots.take_scan(match, self.derive().locked)

    def close_top(self) -> bool:
        return self._lots.close_top()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lots.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._places.fit(self.theme.room(event.size().width()))
        self._show_undo()

    def minimumSizeHint(self) -> QSize:
        """Panes move into tabs where they have no room side by side, so the page asks for less than they do."""
        return QSize(0, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.text():
            case "]":
                self._step(1)
            case "[":
                self._step(-1)
            case _:
                super().keyPressEvent(event)

    # Layout

    def _list_in_tab_order(self) -> tuple[QWidget, ...]:
        """Tab goes through product, map, sites and numbers, as the eye does."""
        places = self._places
        return places.left, self.header, places.body, places.right, self.action_bar

    def _show_undo(self) -> None:
        """Offer to take back what was done last on this page, in its own words where there is room for them."""
        session = self.context.session
        description, words = self._last
        is_ours = bool(description) and session.has_visit and session.undo_description == description
        has_room = self._places.tabs == 0 and self.width() - LEFT_PX - RIGHT_PX >= UNDO_WORDS_PX
        self._undo.setText(words if has_room else self.words("plan.undo"))
        self._undo.setToolTip(description)
        self._undo.setAccessibleName(words)
        set_shown(self._undo, is_ours)

    def _step(self, by: int) -> None:
        self._places.bring("map")
        self._map.step(by)

    # What the person does

    def _join_lots(self) -> None:
        if not self._has_joined_lots:
            self._has_joined_lots = True
            self._lots.wire()
            self._product.lots.cards_added.connect(self._tabs.order_soon)

    def _join_course(self) -> None:
        if self._course is None and self._access is not None:
            self._numbers.course.pane.parts_added.connect(self._tabs.order_soon)
            self._numbers.course.pane.plan_wanted.connect(self._on_plan_wanted)
            self._course = VisitCourse(self.context, self._numbers.course.pane, make_ask(self, self._access), self)

    def _connect(self) -> None:
        product, course = self._product, self._numbers.course
        product.text_changed.connect(self._on_product_text)
        product.cell_source_changed.connect(self._on_cell_source_changed)
        product.expires_changed.connect(self._on_expires_changed)
        product.certificate_changed.connect(self._on_certificate_changed)
        product.lot_answered.connect(self._on_lot_answered)
        product.shown_absent_changed.connect(self._on_shown_absent_changed)
        product.route_toggled.connect(self._on_route_toggled)
        product.lot_left.connect(self._on_lot_left)
        course.number_changed.connect(self._on_number_changed)
        course.first_session_changed.connect(self._on_first_session_changed)
        course.advice_toggled.connect(self._on_advice_toggled)
        course.all_advice_requested.connect(self._on_all_advice_requested)
        course.alternatives_changed.connect(self._on_alternatives_changed)
        course.note_changed.connect(self._on_note_changed)
        course.home_use_changed.connect(self._on_home_use_changed)

    def _change(
        self,
        what: str,
        make: Callable[[Plan], Plan],
        merge: str = "",
        *,
        is_announced: bool = False,
        letter: str = "",
    ) -> None:
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
        description = self.words(f"plan.change_{what}", letter=letter)
        is_point = what.startswith("point_")
        self._last = (
            description,
            self.words("plan.undo_point", letter=letter) if is_point else self.words("plan.undo"),
        )
        self.context.session.change(description, consultation, merge=merge, is_announced=is_announced)

    def _on_product_text(self, field: str, text: str) -> None:
        what = "lot" if field == "lot_number" else "product"
        values = {field: normalise_text(text)}
        if field == "lot_number":
            values["lot_id"] = ""  # a number that is typed is no longer the chosen lot of the book
        self._change(what, lambda plan: changes.with_product(plan, **values), f"plan.product.{field}")

    def _on_cell_source_changed(self, code: str | None) -> None:
        source = None if code is None else CellSource(code)
        self._change("product", lambda plan: changes.with_product(plan, cell_source=source))

    def _on_expires_changed(self, day: date | None) -> None:
        self._change("lot", lambda plan: changes.with_product(plan, expires=day), "plan.product.expires")

    def _on_certificate_changed(self, field: str, answer: bool | None) -> None:
        self._change("certificate", lambda plan: changes.with_certificate(plan, **{field: answer}))

    def _on_lot_answered(self, field: str, answer: bool | None) -> None:
        self._change("lot", lambda plan: changes.with_product(plan, **{field: answer}))

    def _on_shown_absent_changed(self, code: str, is_shown: bool) -> None:
        self._change("certificate", lambda plan: changes.with_shown_absent(plan, code, is_shown=is_shown))

    def _on_route_toggled(self, route: Route, is_chosen: bool) -> None:
        aftercare = self._content.aftercare
        self._change("routes", lambda plan: changes.with_route(plan, route, aftercare, is_chosen=is_chosen))

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

    def _on_home_use_changed(self, text: str) -> None:
        home_use = normalise_text(text)
        self._change("home_use", lambda plan: msgspec.structs.replace(plan, home_use=home_use), "plan.home_use")

    def _on_note_changed(self, text: str) -> None:
        note = normalise_text(text)
        self._change("note", lambda plan: msgspec.structs.replace(plan, note=note), "plan.note")

    def _on_plan_wanted(self) -> None:
        """Take over the plan with which the course began, as the visit of that day has it in the vault."""
        access, course = self._access, self.context.session.state.background.course
        if access is None or course is None:
            return
        vault, visit_id, session = access, course.consultation_id, self.context.session
        wanted_for = session.state.consultation.consultation_id

        def on_result(result: Ok[Plan] | Err) -> None:
            if not session.has_visit or session.state.consultation.consultation_id != wanted_for:
                return
            match result:
                case Ok(plan):
                    self._change("taken_over", lambda _: derive_next_plan(plan))
                case Err(problem):
                    self._numbers.course.pane.show_problem(self.words.sentence_of(problem))

        self.run_job(lambda: vault.get_vault().load_consultation(visit_id).plan, on_result, lane=Lane.VAULT)

    # A certificate belongs to its lot

    def _note_lot(self, plan: Plan) -> None:
        consultation_id = self.context.session.state.consultation.consultation_id
        if self._settled_lot is None or self._settled_lot[0] != consultation_id:
            self._settled_lot = (consultation_id, plan.product.lot_number)
            self._is_new_lot = False

    def _on_lot_left(self) -> None:
        """When another lot number was entered, lot and certificate have to be looked at again."""
        if not self.context.session.has_visit or self._settled_lot is None:
            return
        consultation = self.context.session.state.consultation
        product = consultation.plan.product
        before = self._settled_lot[1].strip()
        self._settled_lot = (consultation.consultation_id, product.lot_number)
        if not before or before == product.lot_number.strip():
            return
        self._is_new_lot = changes.with_lot_unseen(consultation.plan) != consultation.plan
        self._change("lot", changes.with_lot_unseen, "plan.product.lot_number")

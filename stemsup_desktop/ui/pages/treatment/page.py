"""Step 6 in the window: what was really done, locked until gate and consent allow it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.lots.scan_matching import ScanMatch
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.sites.drawings import Drawing
from stemsup_desktop.consultation.treatment_model import NasalRecord, Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.labels import SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.reason_line import lend_reason
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.courses.visit_course import name_session
from stemsup_desktop.ui.lots.book_keeper import LotBookKeeper
from stemsup_desktop.ui.page import Page, ScanAnswer
from stemsup_desktop.ui.pages.treatment import changes
from stemsup_desktop.ui.pages.treatment.fields import derive_vital_signs
from stemsup_desktop.ui.pages.treatment.following import Following
from stemsup_desktop.ui.pages.treatment.home_use import HomeUsePart
from stemsup_desktop.ui.pages.treatment.parts import DripPart, LotPart, NasalPart, TimesPart, WhoPart
from stemsup_desktop.ui.pages.treatment.photographs import VisitPhotographs
from stemsup_desktop.ui.pages.treatment.points_desk import PointsDesk
from stemsup_desktop.ui.pages.treatment.reaction_rows import ReactionsPart
from stemsup_desktop.ui.pages.treatment.sites_part import SitesPart
from stemsup_desktop.ui.pages.treatment.vials_desk import VialsDesk
from stemsup_desktop.ui.pages.treatment.vials_part import VialsPart
from stemsup_desktop.ui.pages.treatment.view import TreatmentView, derive_treatment
from stemsup_desktop.ui.pages.treatment.vitals_rows import VitalsPart
from stemsup_desktop.ui.tab_order import TabOrder
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess


class TreatmentPage(Page[TreatmentView]):
    """The record of the treatment. Nothing is filled in before a person enters it, least of all a dose."""

    takes_scans = True

    wants_gate = True

    sheet_requested = Signal()
    """The sheet for use at home is to be printed."""

    event_chart_requested = Signal(str)
    recall_requested = Signal(str)
    """The id of a patient whose chart is asked for from the list of those who received the same lot."""
    event_kept = Signal()
    problem_met = Signal(object)
    """The `Problem` of an event that could not be opened."""

    def __init__(
        self,
        context: PageContext,
        content: Content,
        drawings: tuple[Drawing, ...],
        access: VaultAccess | None = None,
        book: LotBookKeeper | None = None,
    ) -> None:
        super().__init__(context)
        self._content = content
        self._chosen_day: tuple[str, date] | None = None
        self._lock_step = 5
        self._rows: tuple[tuple[str, ...], int, int, int, int] | None = None
        self.build(self._iter_parts(content, drawings, access, book))

    def _iter_parts(
        self,
        content: Content,
        drawings: tuple[Drawing, ...],
        access: VaultAccess | None,
        book: LotBookKeeper | None,
    ) -> Iterator[None]:
        context = self.context
        theme, words, clock = self.theme, self.words, context.clock
        self._lock = InlineMessage(theme, is_strip=True)
        self._lock.setObjectName("lock")
        self._lock.link_followed.connect(lambda: self.page_requested.emit(f"step-{self._lock_step}"))
        self._session = InlineMessage(theme, is_strip=True)
        self._session.setObjectName("session_offer")
        self._session.link_followed.connect(self._on_session_taken)
        self._missing = InlineMessage(theme)
        self._missing.setObjectName("missing")
        self._lot = LotPart(theme, words)
        self._vials = VialsPart(theme, words)
        yield
        self._who = WhoPart(theme, words)
        self._times = TimesPart(theme, words, clock)
        yield
        self._sites = SitesPart(theme, words, drawings)
        yield
        self._drip = DripPart(theme, words, clock)
        self._nasal = NasalPart(theme, words)
        self._home = HomeUsePart(theme, words, content.sheets.self_administration, clock)
        self._home.home_changed.connect(self._on_home_changed)
        self._home.sheet_requested.connect(self.sheet_requested)
        yield
        self._vitals = VitalsPart(theme, words, derive_vital_signs(content.clinical), clock)
        self._reactions = ReactionsPart(theme, words, clock)
        self._note = MultiLineField(theme, words, words("treatment.note"))
        self._note.setObjectName("note")
        self._pane = ScrollPane(margins=(sizes.XL, sizes.M, sizes.XL, sizes.XL), spacing=sizes.L)
        for parts in self._list_parts():
            yield
            for part in parts:
                self._pane.add(part)
        self._pane.add_stretch()
        yield
        session = context.session
        self._desk = PointsDesk(
            self._sites,
            drawings,
            words,
            lambda: session.state.consultation.plan,
            lambda: session.state.consultation.treatment,
            self._change,
        )
        self._tabs = TabOrder(self, lambda: (self.header, self._pane, self.action_bar))
        self._sites.rows_changed.connect(self._tabs.order_soon)
        self._vials.rows_changed.connect(self._tabs.order_soon)
        self._vial_desk = VialsDesk(self, self._vials, content, self._change, self._is_locked, book, access)
        self._vial_desk.changed.connect(self.refresh)
        self.add_strip(self._lock)
        self.add_strip(self._session)
        self.set_body(self._pane)
        yield
        self._following = None if access is None else Following(context, access, content, self)
        self._photographs = None if access is None else VisitPhotographs(context, access, content, self, self._sites)
        self._connect()

    def take_pictures(self, paths: Sequence[Path]) -> bool:
        """Open the photographs of the visit with files to be kept; return whether the page has any."""
        if self._photographs is not None:
            self._photographs.open(paths)
        return self._photographs is not None

    def derive(self) -> TreatmentView:
        state = self.context.session.state
        chosen = self._chosen_day
        is_ours = chosen is not None and chosen[0] == state.consultation.consultation_id
        day = chosen[1] if chosen is not None and is_ours else None
        view = derive_treatment(state, self._content, self.context.clock(), self.words, day)
        return replace(view, can_follow=self._following is not None)

    def show_view(self, view: TreatmentView) -> None:
        self.header.show_text(self.words("treatment.title"), view.subtitle)
        self._show_lock(view)
        offer = view.session
        self._session.show_message(
            TagState.CAUTION, "" if offer is None else offer.sentence, "" if offer is None else offer.link
        )
        self._missing.show_message(TagState.OPEN, view.missing)
        for part in (self._lot, self._who, self._times, self._sites, self._drip, self._nasal, self._home):
            part.show_view(view)
        self._vials.show_vials(self._vial_desk.derive(), is_locked=view.is_locked)
        self._vitals.show_view(view)
        self._reactions.show_view(view)
        set_shown(self._sites, bool(view.sites))
        set_shown(self._drip, view.has_drip or self._is_in(self._drip))
        for part in (self._nasal, self._home):
            set_shown(part, view.has_nasal or self._is_in(part))
        self._note.set_value(view.treatment.note)
        self._note.set_read_only(view.is_locked)
        lend_reason(self._pane, self._lock.sentence)
        sites = tuple(row.planned.site_id for row in view.sites)
        handed_out = len(view.treatment.nasal.dispensed) if view.treatment.nasal is not None else 0
        treatment = view.treatment
        rows = (sites, len(treatment.vitals), len(treatment.reactions), handed_out, len(treatment.vials))
        if rows != self._rows:
            self._rows = rows
            self._tabs.order_soon()

    def take_scan(self, match: ScanMatch) -> ScanAnswer:
        return self._vial_desk.take_scan(match)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._vial_desk.refresh()

    def _is_locked(self) -> bool:
        return self.derive().is_locked

    def warm_up(self) -> Iterator[None]:
        """Make the cards one by one before they are shown at once."""
        if self.context.session.has_visit:
            treatment = self.context.session.state.consultation.treatment
            for part, rows in ((self._vitals, treatment.vitals), (self._reactions, treatment.reactions)):
                for count in range(1, len(rows) + 1):
                    part.make_cards(count)
                    yield
        yield from self.show_ahead(self._sites.show_view, self._drip.show_view, self._home.show_view)
        yield from super().warm_up()

    def _is_in(self, part: QWidget) -> bool:
        """Tell whether somebody is typing into a part, which must not go while its only entry is being changed."""
        focus = self.focusWidget()
        return focus is not None and part.isVisible() and part.isAncestorOf(focus)

    def page_actions(self) -> PageActions:
        return PageActions(
            back=Action(self.words("treatment.back"), lambda: self.page_requested.emit("step-5"), name="back"),
            primary=Action(
                self.words("treatment.continue"),
                lambda: self.page_requested.emit("step-7"),
                key_hint="Ctrl+Enter",
                name="continue",
            ),
        )

    def jump_to(self, target: str) -> None:
        super().jump_to(target)
        widget = self.findChild(QWidget, target)
        if isinstance(widget, QWidget):
            self._pane.show_widget(widget)

    def _on_session_taken(self) -> None:
        offer = self.derive().session
        if offer is not None:
            name_session(self.context, offer.number)

    # Layout

    def _list_parts(self) -> Iterator[tuple[QWidget, ...]]:
        """Yield what stands on the page, from the top, in pieces of the making."""
        yield self._missing, self._lot, self._vials, self._who, self._times
        yield (self._sites,)
        yield self._drip, self._nasal, self._home
        yield self._wrap("vitals", self._vitals, "vitals_note"), self._wrap("reactions", self._reactions), self._note

    def _wrap(self, key: str, widget: QWidget, note: str = "") -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XS)
        title = self.words(f"treatment.{key}")
        column.addWidget(SectionHeading(self.theme, title, self.words(f"treatment.{note}") if note else ""))
        column.addWidget(widget)
        return part

    def _show_lock(self, view: TreatmentView) -> None:
        if not view.locks:
            self._lock.show_message(TagState.STOP, "")
            return
        self._lock_step = view.locks[0].step
        reasons = self.words.told(lock.sentence for lock in view.locks)
        sentence = self.words("treatment.locked" if view.is_locked else "treatment.noticed", reasons=reasons)
        self._lock.show_message(view.locks[0].state, sentence, self.words("treatment.go_to_step", step=self._lock_step))

    # What the person does

    def _connect(self) -> None:
        self._lot.take_over_requested.connect(self._take_over_lot)
        self.bind("treatment.planned_lot", self._take_over_lot)
        self._lot.field_changed.connect(self._on_lot_changed)
        self._who.field_changed.connect(lambda field, value: self._on_field_changed("who", field, value))
        self._times.field_changed.connect(self._on_time_changed)
        self._drip.field_changed.connect(self._on_drip_changed)
        self._nasal.field_changed.connect(self._on_nasal_changed)
        self._vitals.changed.connect(self._on_vitals_changed)
        self._vitals.add_requested.connect(self._on_vitals_added)
        self._vitals.remove_requested.connect(self._on_vitals_removed)
        self._reactions.changed.connect(self._on_reaction_changed)
        self._reactions.add_requested.connect(self._on_reaction_added)
        self._reactions.remove_requested.connect(self._on_reaction_removed)
        self._reactions.none_changed.connect(self._on_none_changed)
        if self._following is not None:
            self._reactions.following_requested.connect(self._following.follow)
            self._following.chart_requested.connect(self.event_chart_requested)
            self._following.recall_requested.connect(self.recall_requested)
            self._following.failed.connect(self.problem_met)
            self._following.kept.connect(self.event_kept)
        self._note.value_changed.connect(lambda text: self._on_field_changed("note", "note", normalise_text(str(text))))

    def _change(
        self, what: str, make: Callable[[Treatment], Treatment], merge: str = "", *, is_announced: bool = False
    ) -> None:
        """Change the treatment unless it is locked, whatever way the request came."""
        view = self.derive()
        if view.is_lot_locked if what == "lot" else view.is_locked:
            return
        consultation = self.context.session.state.consultation
        changed = msgspec.structs.replace(consultation, treatment=make(consultation.treatment))
        description = self.words(f"treatment.change_{what}")
        self.context.session.change(description, changed, merge=merge, is_announced=is_announced)

    def _take_over_lot(self) -> None:
        plan = self.context.session.state.consultation.plan
        if plan.product.lot_number.strip():
            self._change("lot", lambda treatment: changes.with_planned_lot(treatment, plan))

    def _on_lot_changed(self, field: str, value: object) -> None:
        def make(treatment: Treatment) -> Treatment:
            if field == "lot_number":
                return changes.with_lot(treatment, str(value))
            return changes.with_fields(treatment, lot_expires=value)

        self._change("lot", make, f"treatment.{field}")

    def _on_field_changed(self, what: str, field: str, value: object) -> None:
        self._change(what, lambda treatment: changes.with_fields(treatment, **{field: value}), f"treatment.{field}")

    def _on_time_changed(self, field: str, value: object) -> None:
        if field != "day":
            self._on_field_changed("times", field, value)
        elif isinstance(value, date):
            self._chosen_day = (self.context.session.state.consultation.consultation_id, value)
            self._change("times", lambda treatment: changes.with_day(treatment, value), "treatment.day")
            self.refresh()

    def _on_drip_changed(self, field: str, value: object) -> None:
        self._change("drip", lambda one: changes.with_drip(one, **{field: value}), f"treatment.drip.{field}")

    def _on_nasal_changed(self, field: str, value: object) -> None:
        self._change("nasal", lambda one: changes.with_nasal(one, **{field: value}), f"treatment.nasal.{field}")

    def _on_home_changed(self, change: Callable[[NasalRecord], NasalRecord]) -> None:
        def with_home(treatment: Treatment) -> Treatment:
            nasal = change(treatment.nasal or NasalRecord())
            return msgspec.structs.replace(treatment, nasal=None if nasal == NasalRecord() else nasal)

        self._change("home", with_home)

    def _on_vitals_changed(self, position: int, field: str, value: object) -> None:
        self._change(
            "vitals",
            lambda treatment: changes.with_vitals(treatment, position, **{field: value}),
            f"treatment.vitals.{position}.{field}",
        )

    def _on_vitals_added(self, code: str) -> None:
        moment = next(one for one in changes.MOMENTS if one == code)
        view = self.derive()
        now = self.context.clock().astimezone(view.zone).replace(second=0, microsecond=0)
        day = view.day
        taken_at = now.replace(year=day.year, month=day.month, day=day.day)
        self._change("vitals", lambda treatment: changes.with_vitals_added(treatment, moment, taken_at))
        vitals = self.context.session.state.consultation.treatment.vitals
        added = [position for position, one in enumerate(vitals) if one.moment == moment]
        if added:
            self._vitals.focus_card(added[-1])

    def _on_vitals_removed(self, position: int) -> None:
        self._change("vitals_removed", lambda one: changes.without_vitals(one, position), is_announced=True)

    def _on_reaction_changed(self, position: int, field: str, value: object) -> None:
        self._change(
            "reactions",
            lambda treatment: changes.with_reaction(treatment, position, **{field: value}),
            f"treatment.reactions.{position}.{field}",
        )

    def _on_reaction_added(self, grade: int) -> None:
        self._change("reactions", lambda treatment: changes.with_reaction_added(treatment, grade))
        self._reactions.focus_card(len(self.context.session.state.consultation.treatment.reactions) - 1)

    def _on_reaction_removed(self, position: int) -> None:
        self._change("reaction_removed", lambda one: changes.without_reaction(one, position), is_announced=True)

    def _on_none_changed(self, is_observed_none: bool) -> None:
        self._change("reactions", lambda one: changes.with_no_reaction(one, is_observed_none=is_observed_none))

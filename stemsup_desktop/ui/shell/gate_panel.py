"""The gate beside the page: verdict, routes, finding cards in their fixed order, and everything that is open."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.open_words import HEADING
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, laid_out_once, set_shown
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.verdict import RouteVerdicts, VerdictPanel
from stemsup_desktop.ui.components.wrapped_link import WrappedLink
from stemsup_desktop.ui.laying_out import iter_getting_ready
from stemsup_desktop.ui.shell.finding_card import FindingCard
from stemsup_desktop.ui.shell.gate_view import SEVERITY_TAGS, FindingAct, FindingView, GateView, GroupView, OpenView
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import ICONS, TagState
from stemsup_desktop.ui.words import Words

FEW = 8
"""How many open things are listed before one asks for all of them."""
SPARE_CARDS = 6
"""Cards that are made ahead, for whichever group wants a second one."""
NARROWEST_PX = 280
"""The width for which a card is laid out ahead, where its group was never seen."""


@spoken_as(Role.Grouping)
class _Group(QWidget):
    """The findings of one severity under their heading; the group keeps its place when it is empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = IconLabel(theme, size=16)
        self._title = Label(theme, role="compact", weight=700)
        self._note = Label(theme, role="compact", tone="text-3")
        heading = QHBoxLayout()
        heading.setSpacing(sizes.XS)
        heading.addWidget(self._icon)
        heading.addWidget(self._title)
        heading.addStretch(1)
        heading.addWidget(self._note)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(sizes.XS)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        rows.addLayout(heading)
        rows.addLayout(self.cards)

    def show_heading(self, tag: TagState, title: str, note: str) -> None:
        """Show what the group holds."""
        self._icon.set_icon(ICONS[tag], tag.value)
        self._title.setText(title)
        self._title.set_tone(tag.value)
        self._note.setText(note)
        self.setAccessibleName(f"{title} {note}")


class _OpenList(QWidget):
    """Everything missing or blocking, by name, as links to its cause."""

    jump_requested = Signal(int, str)
    act_requested = Signal(str)
    """The rule whose card waits for a text."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._points: tuple[OpenView, ...] = ()
        self._shows_all = False
        self._is_shown = False
        self._rows: list[tuple[QWidget, IconLabel, WrappedLink]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(sizes.XXS)
        self.more_button = LinkLabel(theme, weight=500)
        self.more_button.setObjectName("show_all_missing")
        self.more_button.clicked.connect(self._on_more)
        self._layout.addWidget(self.more_button)

    def show_points(self, points: tuple[OpenView, ...]) -> None:
        """List what is open."""
        if points == self._points and self._is_shown:
            return
        self._points, self._is_shown = points, True
        self._refresh()

    def iter_ahead(self) -> Iterator[None]:
        """Make the rows that are listed at first."""
        while len(self._rows) < FEW:
            self._add_row()
            set_shown(self._rows[-1][0], False)
            yield

    def _refresh(self) -> None:
        shown = self._points if self._shows_all else self._points[:FEW]
        while len(self._rows) < len(shown):
            self._add_row()
        for position, (row, icon, link) in enumerate(self._rows):
            set_shown(row, position < len(shown))
            if position < len(shown):
                point = shown[position]
                icon.set_icon(ICONS[point.tag], "text-3" if point.tag is TagState.OPEN else point.tag.value)
                link.setText(point.label)
                is_unanswered = point.tag is TagState.OPEN
                said = (point.label, self._words("common.unanswered")) if is_unanswered else (point.label,)
                link.setAccessibleName(", ".join(said))
        key = "gate.show_fewer" if self._shows_all else "gate.show_all"
        self.more_button.setText(self._words(key) if self._shows_all else self._words(key, count=len(self._points)))
        set_shown(self.more_button, len(self._points) > FEW)

    def _add_row(self) -> None:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(sizes.XS)
        icon = IconLabel(self._theme, size=16, line="compact")
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        link = WrappedLink(self._theme)
        position = len(self._rows)
        link.setObjectName(f"open_{position}")
        link.clicked.connect(lambda: self._on_link(position))
        layout.addWidget(link)
        layout.addStretch(1)
        self._layout.insertWidget(position, row)
        self._rows.append((row, icon, link))

    def _on_link(self, position: int) -> None:
        point = self._points[position]
        if point.rule_id:
            self.act_requested.emit(point.rule_id)
        else:
            self.jump_requested.emit(point.step, point.target)

    def _on_more(self) -> None:
        self._shows_all = not self._shows_all
        self._refresh()


def _is_to_act(finding: FindingView) -> bool:
    return finding.act is not FindingAct.NONE and not finding.act_reason


class GatePanel(QWidget):
    """Shows a `GateView`; cards are kept while their rule is among the findings, so that typing is not lost."""

    jump_requested = Signal(int, str)
    source_requested = Signal(str)
    opinion_recorded = Signal(str, str)
    stop_reason_given = Signal(str, str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._shown: tuple[GateView, str] | None = None
        self._cards: dict[str, FindingCard] = {}
        self._spare: list[FindingCard] = []
        self._next: dict[TagState, FindingCard] = {}
        """The next card of each group, made and styled where it will stand."""
        self._groups: dict[TagState, _Group] = {}
        self.setObjectName("gate_panel")
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.verdict = VerdictPanel(theme)
        self._routes = RouteVerdicts(theme)
        self._pane = ScrollPane(margins=(sizes.L, sizes.M, sizes.L, sizes.L), spacing=sizes.M)
        self._open_heading = _Group(theme)
        self._never_no = Label(theme, words("gate.open_note"), role="small", tone="text-3", wraps=True)
        self._open = _OpenList(theme, words)
        self._open.jump_requested.connect(self.jump_requested)
        self._open.act_requested.connect(self.open_editor)
        self._clinic = Label(theme, role="small", tone="text-2", wraps=True)
        self._clinic.setObjectName("clinic_rules")
        self._pane.add(self.verdict)
        self._pane.add(self._routes)
        self._groups_at = self._pane.rows.count()
        self._rule = Hairline(theme, token="line-strong")
        for widget in (self._rule, self._open_heading, self._never_no, self._open, self._clinic):
            self._pane.add(widget)
        self._pane.add_stretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pane)

    def show_view(self, view: GateView, physician: str) -> None:
        """Show the gate; `physician` is who would record an opinion."""
        if (view, physician) == self._shown:
            return
        self._shown = (view, physician)
        with laid_out_once(self._pane.content):
            self._show(view, physician)

    def _show(self, view: GateView, physician: str) -> None:
        self.verdict.show_view(view.verdict)
        self._routes.show_view(view.routes)
        acting = [f.rule_id for g in view.groups for f in g.findings if _is_to_act(f)]
        first = acting[0] if acting else ""
        for group in view.groups:
            self._show_group(group, physician, first)
        self._drop_cards(view)
        heading, count = HEADING.in_language(self._words.language), f"{len(view.open_points)}"
        self._open_heading.show_heading(TagState.OPEN, heading, count)
        self._open.show_points(view.open_points)
        for widget in (self._rule, self._open_heading, self._never_no, self._open):
            set_shown(widget, bool(view.open_points))
        self._clinic.setText("\n".join(view.clinic))
        set_shown(self._clinic, bool(view.clinic))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Keys typed into a field never come here: the field takes them.
        if event.key() == Qt.Key.Key_O and not event.modifiers():
            self.open_first_editor()
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the focus on the verdict."""
        self.verdict.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_first_editor(self) -> bool:
        """Open the first editor that waits for a text of whoever looks at the gate; return whether there is one."""
        if self._shown is None:
            return False
        for group in self._shown[0].groups:
            for finding in group.findings:
                if _is_to_act(finding):
                    self.open_editor(finding.rule_id)
                    return True
        return False

    def open_editor(self, rule_id: str) -> None:
        """Open the editor of a finding that waits for a text, and bring it into view with the focus in it.

        Whoever may not write there is brought to the card.
        """
        card = self._cards.get(rule_id)
        if card is None:
            return
        card.open_editor()
        self._pane.rows.activate()
        if card.can_act:
            self._pane.show_widget(card.editor)
        else:
            card.why_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._pane.show_widget(card)

    def drafts(self) -> dict[str, str]:
        """Return the texts that are being written, by rule id."""
        return {rule_id: card.draft for rule_id, card in self._cards.items() if card.draft}

    def restore_drafts(self, drafts: Mapping[str, str]) -> None:
        """Go on with texts that were being written in another panel, as before the language changed."""
        for rule_id, text in drafts.items():
            if rule_id in self._cards:
                self._cards[rule_id].restore_draft(text)

    def put_drafts_away(self) -> None:
        """Close every editor, as for the gate of another visit."""
        for card in self._cards.values():
            card.close_editor()

    def _show_group(self, view: GroupView, physician: str, first: str) -> None:
        group = self._groups.get(view.tag) or self._make_group(view.tag)
        group.show_heading(view.tag, view.title, view.note)
        set_shown(group, bool(view.findings))
        for position, finding in enumerate(view.findings):
            card = self._cards.get(finding.rule_id) or self._make_card(finding.rule_id, view.tag)
            if group.cards.indexOf(card) != position:
                group.cards.insertWidget(position, card)
                set_shown(card, True)
            card.show_view(finding, physician, is_filled=finding.rule_id == first)

    def _make_group(self, tag: TagState) -> _Group:
        group = self._groups[tag] = _Group(self._theme)
        set_shown(group, False)
        self._pane.rows.insertWidget(self._groups_at + len(self._groups) - 1, group)
        return group

    def iter_ahead(self) -> Iterator[None]:
        """Make ahead what every visit is shown with, and cards of the findings that will come, piece by piece."""
        yield from self._routes.iter_ahead(len(Route))
        for severity in Severity:
            if SEVERITY_TAGS[severity] not in self._groups:
                self._make_group(SEVERITY_TAGS[severity])
                yield
        yield from self._open.iter_ahead()
        for tag, group in self._groups.items():
            if tag not in self._next:
                yield from self._iter_next_card(tag, group)
        while len(self._spare) < SPARE_CARDS:
            card = FindingCard(self._theme, self._words, self)
            card.hide()
            self._spare.append(card)
            yield

    def _iter_next_card(self, tag: TagState, group: _Group) -> Iterator[None]:
        """Make the next card of a group in its place, and style it there: elsewhere Qt would style it once more."""
        card = FindingCard(self._theme, self._words, group)
        card.expect(tag)
        card.hide()
        yield
        yield from iter_getting_ready(card, QSize(max(group.width(), NARROWEST_PX), card.sizeHint().height()))
        self._next[tag] = card

    def _make_card(self, rule_id: str, tag: TagState) -> FindingCard:
        card = self._next.pop(tag, None) or (self._spare.pop() if self._spare else None)
        card = card or FindingCard(self._theme, self._words)
        card.jump_requested.connect(self.jump_requested)
        card.source_requested.connect(self.source_requested)
        card.text_recorded.connect(self._on_text_recorded)
        self._cards[rule_id] = card
        return card

    def _drop_cards(self, view: GateView) -> None:
        current = {finding.rule_id for group in view.groups for finding in group.findings}
        for rule_id in [rule_id for rule_id in self._cards if rule_id not in current]:
            card = self._cards.pop(rule_id)
            card.hide()
            card.deleteLater()

    def _on_text_recorded(self, rule_id: str, act: FindingAct, text: str) -> None:
        if act is FindingAct.OPINION:
            self.opinion_recorded.emit(rule_id, text)
        else:
            self.stop_reason_given.emit(rule_id, text)

"""What the window has read out as things happen: the gate's verdict, new findings, saving, pages. Each is said once."""

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.ui.components.save_mark import say_save_state
from stemsup_desktop.ui.shell.gate_view import FindingView, GateView
from stemsup_desktop.ui.spoken import say
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.visit_state import SaveKind, SaveState
from stemsup_desktop.ui.words import Words


class WindowVoice:
    """Remembers what was said last; what is the same again, or was there when a visit was opened, is not said."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._visit_id = ""
        self._verdict: Verdict | None = None
        self._findings: frozenset[str] = frozenset()
        self._is_unsaved = False

    def take_gate(self, visit_id: str, view: GateView, words: Words) -> None:
        """Say another verdict of the same visit, or else what the gate has found anew; a stop is said at once."""
        found = {one.rule_id: one for group in view.groups for one in group.findings if not one.is_settled}
        is_same_visit, verdict = visit_id == self._visit_id, view.verdict.verdict
        came = [one for rule_id, one in found.items() if rule_id not in self._findings]
        is_other = verdict is not self._verdict
        self._visit_id, self._verdict, self._findings = visit_id, verdict, frozenset(found)
        if is_same_visit and (came or is_other):
            self._say_gate(view, came, words, is_other=is_other)

    def _say_gate(self, view: GateView, came: list[FindingView], words: Words, *, is_other: bool) -> None:
        says_stop = view.verdict.verdict is Verdict.STOP and (is_other or any(one.tag is TagState.STOP for one in came))
        parts = [words("spoken.finding", title=one.title) for one in came]
        if is_other:
            parts.insert(0, words("spoken.verdict", title=view.verdict.title, sentence=view.verdict.sentence))
        say(self._window, " ".join(parts), is_urgent=says_stop)

    def take_save_state(self, state: SaveState, words: Words) -> None:
        """Say at once that the draft is not on disk, and that it is again."""
        is_unsaved = state.kind is SaveKind.NOT_SAVED
        if is_unsaved and not self._is_unsaved:
            say(self._window, " ".join(filter(None, say_save_state(state, words))), is_urgent=True)
        elif state.kind is SaveKind.SAVED and self._is_unsaved:
            say(self._window, say_save_state(state, words)[0])
        if state.kind is not SaveKind.SAVING:
            self._is_unsaved = is_unsaved

    def take_page(self, title: str, words: Words) -> None:
        """Say which page came."""
        say(self._window, words("spoken.page", title=title))

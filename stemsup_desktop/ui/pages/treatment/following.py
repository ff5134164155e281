"""A reaction of the treatment that is followed further: the event it becomes, and the reaction that names it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.events.event_model import AdverseEvent
from stemsup_desktop.consultation.events.reactions import with_followed
from stemsup_desktop.consultation.treatment_model import Reaction
from stemsup_desktop.content import Content
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.events.desk import EventDesk
from stemsup_desktop.ui.vault_access import VaultAccess


class Following(QObject):
    """`chart_requested` carries a patient's id, `recall_requested` a lot's number, `failed` a `Problem`."""

    chart_requested = Signal(str)
    recall_requested = Signal(str)
    failed = Signal(object)
    kept = Signal()

    def __init__(self, context: PageContext, access: VaultAccess, content: Content, host: QWidget) -> None:
        super().__init__(host)
        self._context = context
        self._reaction: Reaction | None = None
        self.desk = EventDesk(context, access, content, host)
        self.desk.event_kept.connect(self._on_kept)
        self.desk.chart_requested.connect(self.chart_requested)
        self.desk.recall_requested.connect(self.recall_requested)
        self.desk.failed.connect(self._on_failed)

    def follow(self, position: int) -> None:
        """Open the event of a reaction, or begin one with all that was entered of it."""
        state = self._context.session.state
        reaction = state.consultation.treatment.reactions[position]
        if reaction.event_id:
            self._reaction = None
            self.desk.ask_event(reaction.event_id)
        else:
            self._reaction = reaction
            self.desk.ask_following(state.patient.patient_id, state.consultation.consultation_id, position)

    def _on_kept(self, event: AdverseEvent) -> None:
        """Let the reaction of an open visit name its event; a closed visit stays as it is, and the event names it."""
        session, reaction = self._context.session, self._reaction
        self._reaction = None
        self.kept.emit()
        if reaction is None or not session.has_visit or event.reaction is not None:
            return
        visit = session.state.consultation
        if visit.consultation_id == event.consultation_id:
            followed = with_followed(visit, reaction, event.event_id)
            session.change(self._context.words("treatment.change_reactions"), followed)

    def _on_failed(self, problem: Problem) -> None:
        self._reaction = None
        self.failed.emit(problem)

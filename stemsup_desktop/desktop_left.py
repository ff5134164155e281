"""What locked windows leave for whoever signs in next: what the disk did not take, and the visit to open again."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stemsup_desktop.consultation.people import Author
    from stemsup_desktop.ui.session import Session
    from stemsup_desktop.window_drafts import WindowDrafts
    from stemsup_desktop.window_visits import OpenVisit
    from stemsup_desktop.workspace import Workspace


class LeftWindows:
    """Everything that waits belongs to the vault it came from: of another one it is forgotten."""

    def __init__(self) -> None:
        self._sessions: list[Session] = []
        """Those with a visit that the disk did not take."""
        self._drafts: list[WindowDrafts] = []
        """Those of forms that were being filled in."""
        self._visit: OpenVisit | None = None

    @property
    def has_visit(self) -> bool:
        """Whether a visit was open."""
        return self._visit is not None

    def note_visit(self, workspace: "Workspace") -> None:
        """Remember the visit that is open; without one, that of the window before stays."""
        self._visit = workspace.open_visit or self._visit

    def add(self, workspace: "Workspace") -> None:
        """Keep what a window that was left still has to write."""
        self._sessions.append(workspace.session)
        self._drafts.append(workspace.drafts)

    def forget(self) -> None:
        """Forget everything: another vault is about to open, or what was in this one was replaced."""
        self._sessions.clear()
        self._drafts.clear()
        self._visit = None

    def take_drafts(self, author: "Author") -> dict[str, Any]:
        """Return the drafts that a person may write; those of others wait until they sign in."""
        from stemsup_desktop.window_drafts import take_unwritten

        return take_unwritten(self._drafts, author)

    def take_visit(self, author: "Author") -> "OpenVisit | None":
        """Return the visit to open again; whoever may not see it leaves it for the next person."""
        from stemsup_desktop.consultation.people import Right

        if not author.may(Right.PATIENTS):
            return None
        visit, self._visit = self._visit, None
        return visit

    def give_back(self, session: "Session") -> None:
        """Let a person's session write what theirs could not before; another person's waits until they sign in."""
        waiting, self._sessions = self._sessions, []
        for earlier in waiting:
            if earlier.author == session.author:
                session.take_over_unsaved(earlier.give_up_unsaved())
            elif not earlier.is_saved:
                self._sessions.append(earlier)

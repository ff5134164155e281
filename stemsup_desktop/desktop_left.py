"""What locked windows leave for whoever signs in next: what the disk did not take, and the visit to open again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from stemsup_desktop.errors import InputProblem

if TYPE_CHECKING:
    from stemsup_desktop.consultation.people import Author
    from stemsup_desktop.consultation.record import Consultation
    from stemsup_desktop.store.vault import Vault
    from stemsup_desktop.ui.pages.settings.house_desk import HouseDesk
    from stemsup_desktop.ui.session import Session, Unwritten
    from stemsup_desktop.window_drafts import WindowDrafts
    from stemsup_desktop.window_visits import OpenVisit
    from stemsup_desktop.workspace import Workspace


class LeftWindows:
    """Everything that waits belongs to the vault it came from: of another one it is forgotten."""

    def __init__(self) -> None:
        self._sessions: list[Session] = []
        """Those with a visit that the disk did not take."""
        self._houses: list[HouseDesk] = []
        """Those with the clinic's or the physician's details that it did not take."""
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
        """Keep what a window that was left still has to write: only in the name of whoever typed it."""
        workspace.stop_trying()
        self._sessions.append(workspace.session)
        self._houses.append(workspace.house_desk)
        self._drafts.append(workspace.drafts)

    def forget(self) -> None:
        """Forget everything: another vault is about to open, or what was in this one was replaced."""
        self._sessions.clear()
        self._houses.clear()
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

    def list_visits(self) -> "tuple[tuple[Author | None, str], ...]":
        """Return whose visits wait to be written, each with its id."""
        return tuple(
            (session.author, one.file.consultation.consultation_id)
            for session in self._sessions
            for one in session.list_unwritten()
        )

    def give_back(self, session: "Session", house_desk: "HouseDesk", beside: "Mapping[str, Consultation]") -> None:
        """Let a person's session write what theirs could not before; another person's waits until they sign in.

        `beside` has the visits as they are in the vault by now: what others changed there meanwhile is kept.
        """
        waiting, self._sessions = self._sessions, []
        for earlier in waiting:
            if earlier.author == session.author:
                session.take_over_unsaved(_join(one, beside) for one in earlier.give_up_unsaved())
            elif not earlier.is_saved:
                self._sessions.append(earlier)
        desks, self._houses = self._houses, []
        for desk in desks:
            if desk.author == house_desk.author:
                house_desk.take_over(desk)
            elif not desk.is_saved:
                self._houses.append(desk)


def load_beside(vault: "Vault", left: "tuple[tuple[Author | None, str], ...]") -> "dict[str, Consultation]":
    """Return the visits that wait for whoever opened the vault as they are in it; one that was deleted is left out."""
    found = {}
    for author, visit_id in left:
        if author == vault.author:
            try:
                found[visit_id] = vault.load_consultation(visit_id)
            except InputProblem:
                continue  # its own write says why it can no longer be kept
    return found


def _join(one: "Unwritten", beside: "Mapping[str, Consultation]") -> "Unwritten":
    """Return what was not written joined with what is in the vault by now."""
    from stemsup_desktop.consultation.joined_changes import join_visits

    visit = one.file.consultation
    now = beside.get(visit.consultation_id)
    if now is None or one.on_disk is None:
        return one
    joined = join_visits(one.on_disk, visit, now)
    return replace(one, file=msgspec.structs.replace(one.file, consultation=joined), on_disk=now)

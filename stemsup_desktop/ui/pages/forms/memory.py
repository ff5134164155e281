"""The consent form that is being edited, with its undo, kept while the page is made anew. No Qt."""

from dataclasses import dataclass, field

import msgspec

from stemsup_desktop.consultation.consent_clauses import Coverage
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_versions import read_form_version, write_form_version
from stemsup_desktop.errors import InputProblem

MOST_STEPS = 200


class KeptForm(msgspec.Struct, frozen=True):
    """The edited form as it is to be on disk, and what it was begun from; no text while nothing is edited."""

    base_sha256: str = ""
    text: ConsentText | None = None


class StoredForm(msgspec.Struct, frozen=True):
    """The edited form as the vault keeps it: `text` is the bytes of the form."""

    base_sha256: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    merge: str
    before: ConsentText
    after: ConsentText


@dataclass
class FormsMemory:
    """`edited` is None while nothing is being edited: then the form in force is shown."""

    edited: ConsentText | None = None
    base_sha256: str = ""
    clause_id: str = ""
    _undo: list[_Step] = field(default_factory=list)
    _redo: list[_Step] = field(default_factory=list)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit that was taken back."""
        return bool(self._redo)

    def change(self, before: ConsentText, after: ConsentText, merge: str = "") -> None:
        """Take over an edit; edits in a row with the same `merge` are one step of undo, as keystrokes in a field."""
        if after == before:
            return
        last = self._undo[-1] if self._undo else None
        if merge and last is not None and last.merge == merge and last.after is before:
            self._undo[-1] = _Step(merge, last.before, after)
        else:
            self._undo = [*self._undo[1 - MOST_STEPS :], _Step(merge, before, after)]
        self._redo.clear()
        self.edited = after

    def undo(self) -> None:
        """Take the last edit back."""
        if self._undo:
            step = self._undo.pop()
            self._redo.append(step)
            self.edited = step.before

    def redo(self) -> None:
        """Make the edit that was taken back last once more."""
        if self._redo:
            step = self._redo.pop()
            self._undo.append(step)
            self.edited = step.after

    def forget(self) -> None:
        """Let go of every edit, as after it was published or thrown away."""
        self.edited = None
        self.base_sha256 = ""
        self._undo.clear()
        self._redo.clear()

    def derive_kept(self) -> KeptForm:
        """Return what is to be on disk within a second."""
        return KeptForm() if self.edited is None else KeptForm(self.base_sha256, self.edited)

    def restore(self, kept: KeptForm) -> None:
        """Go on with what the vault kept."""
        if self.edited is None and kept.text is not None:
            self.edited, self.base_sha256 = kept.text, kept.base_sha256


def store_form(kept: KeptForm) -> str:
    """Return an edited form as the text that the vault keeps, empty for none."""
    if kept.text is None:
        return ""
    stored = StoredForm(kept.base_sha256, write_form_version(kept.text).decode("ascii"))
    return msgspec.json.encode(stored).decode()


def read_stored_form(text: str, coverage: Coverage) -> KeptForm:
    """Return what the vault kept; what this version of the program cannot read is let go."""
    if not text:
        return KeptForm()
    try:
        stored = msgspec.json.decode(text, type=StoredForm)
        return KeptForm(
            stored.base_sha256, read_form_version(stored.text.encode("ascii", "replace"), coverage, is_draft=True)
        )
    except (msgspec.DecodeError, RecursionError, InputProblem):
        return KeptForm()

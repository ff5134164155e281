"""The frozen state that the pages of a visit are derived from, and how its draft stands on disk. No Qt."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import REASONS
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.consent_basis import ConsentStanding, ConsentState, derive_consent_standing
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.consultation.record import NO_BACKGROUND, Background, Consultation, ConsultationFile
from stemsup_desktop.consultation.visit_texts import VisitTexts
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language


@dataclass(frozen=True, slots=True)
class VisitState:
    """Everything the pages of one visit are derived from; `gate` is derived once per state.

    `physician` is whom papers name; `author` is who works on the visit, None for that physician. `texts` are the
    versions of the consent text that count for it, `background` what the vault holds beside it.
    """

    patient: Patient
    consultation: Consultation
    clinic: Clinic
    physician: Physician
    gate: Gate
    author: Author | None = None
    texts: VisitTexts | None = None
    background: Background = NO_BACKGROUND
    _standings: dict[date, tuple[ConsentText, ConsentStanding]] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )
    """How consent stands by the days that were asked about; each state, also one made by `replace`, has its own."""

    @property
    def by(self) -> str:
        """The name under which an answer or decision is recorded now."""
        return self.physician.name if self.author is None else self.author.name

    @property
    def may_decide(self) -> bool:
        """Whether the physician's acts are open to whoever works on the visit."""
        return self.author is None or self.author.may(Right.DECIDE)

    def say_why_not(self, act: ReservedAct, language: Language) -> str:
        """Return why an act is not open to whoever works on the visit; empty where it is."""
        return "" if self.may_decide else REASONS[act].in_language(language)

    @property
    def file(self) -> ConsultationFile:
        """The snapshot that is saved and rendered."""
        return ConsultationFile(self.clinic, self.physician, self.patient, self.consultation, self.background)

    def get_consent_text(self, shipped: ConsentText) -> ConsentText:
        """Return the consent text of the visit; `shipped` where the visit was opened without any."""
        return shipped if self.texts is None else self.texts.choose(self.consultation)

    def derive_standing(self, today: date) -> ConsentStanding:
        """Return how consent stands; with no text to judge it by, there is none."""
        if self.texts is None:
            return ConsentStanding(ConsentState.NONE)
        return self.judge_consent(self.texts.choose(self.consultation), today)

    def judge_consent(self, text: ConsentText, today: date) -> ConsentStanding:
        """Return how consent stands by this text: window, page and each change ask, and it is judged once."""
        known = self._standings.get(today)
        if known is None or known[0] is not text:
            known = self._standings[today] = text, derive_consent_standing(self.file, text, today)
        return known[1]

    @property
    def is_closed(self) -> bool:
        """Whether the visit was closed: it is read and printed, and never changed."""
        return self.consultation.summary.closed_at is not None


NOT_ALLOWED = ("physician-only", "author-not-own")
"""Refusals that stay what they are however often one tries: they wait for another state, or for the person."""


class SaveKind(StrEnum):
    """How the draft stands on disk."""

    SAVED = "saved"
    SAVING = "saving"
    NOT_SAVED = "not-saved"


@dataclass(frozen=True, slots=True)
class SaveState:
    """`at` is the last successful write, or with `NOT_SAVED` since when nothing reached the disk."""

    kind: SaveKind
    at: datetime
    problem: Problem | None = None

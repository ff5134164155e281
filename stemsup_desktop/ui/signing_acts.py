"""The acts of a signing on screen, through the session: one way for the consent page and for the patient screen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec

from stemsup_desktop.consultation.carry_over import without_carried
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.consultation.separate_choices import ChoiceName, with_choice
from stemsup_desktop.consultation.signing import Consents, Signing, derive_signing
from stemsup_desktop.consultation.signing_changes import (
    Signer,
    with_choices_seen,
    with_initial,
    with_signature,
    with_teach_back_answer,
    with_tick,
    without_marks,
)
from stemsup_desktop.consultation.signing_model import Ink, SignerRole
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.form_memo import FormMemo
from stemsup_desktop.ui.visit_state import VisitState

Change = Callable[[str, Consultation], None]
"""Puts a new consultation into the session: what was done, by its word, and the consultation."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a consultation, in both languages, and where the signing stands."""

    state: VisitState
    day: date
    text: ConsentText
    consents: Consents
    signing: Signing

    @property
    def file(self) -> ConsultationFile:
        """The record that they are of."""
        return self.state.file


class SigningActs:
    """Each act raises `InputProblem` for what no hand or order allows, and changes nothing then.

    `change` puts a consultation into the session; the forms of the last state are kept.
    """

    def __init__(self, context: PageContext, content: Content, change: Change | None = None) -> None:
        self._context = context
        self._content = content
        self._change = change or self._change_session
        self._forms: Forms | None = None
        self._memo = FormMemo()

    @property
    def forms(self) -> Forms | None:
        """The forms as last derived."""
        return self._forms

    def derive_forms(self, state: VisitState, now: datetime) -> Forms:
        """Return the forms of a state on a day; what is sealed is made of what counts."""
        if self._forms is not None and self._forms.state is state and self._forms.day == now.date():
            return self._forms
        text = state.get_consent_text(self._content.consent)
        counted = without_carried(state.file)
        consents = self._memo.assemble(counted, state.gate, replace(self._content, consent=text))
        signing = derive_signing(state.file, state.gate, text, consents, now.date())
        self._forms = Forms(state, now.date(), text, consents, signing)
        return self._forms

    def initial(self, clause_id: str, ink: Ink, language: Language) -> None:
        """Initial a clause as it stands on the form that was read."""
        self._make("initial", lambda forms, at: with_initial(forms.file, forms.consents[language], clause_id, ink, at))

    def answer(self, question_id: str, option_id: str, language: Language) -> None:
        """Add an answer to a question on understanding."""
        self._make(
            "answer",
            lambda forms, at: with_teach_back_answer(forms.file, forms.text, question_id, option_id, language, at),
        )

    def choose(self, name: ChoiceName, is_yes: bool) -> None:
        """Make one of the separate choices."""
        self._make("choice", lambda forms, _: _with_choice(forms.file.consultation, name, is_yes))

    def see_choices(self, language: Language) -> None:
        """Confirm the separate choices as they stand."""
        self._make("choices_seen", lambda forms, _: with_choices_seen(forms.file, forms.consents[language]))

    def tick(self, tick_id: str, is_ticked: bool) -> None:
        """Tick a box of the form, or leave it empty."""
        self._make("tick", lambda forms, _: with_tick(forms.file, tick_id, is_ticked=is_ticked))

    def sign(self, role: SignerRole, ink: Ink, name: str, extra: str, language: Language) -> None:
        """Sign in a role; `extra` is the interpreter's language or the guardian's relation."""
        signer = Signer(
            role=role,
            name=normalise_text(name),
            spoken_language=normalise_text(extra) if role is SignerRole.INTERPRETER else "",
            relation=normalise_text(extra) if role is SignerRole.GUARDIAN else "",
        )
        gate = self._context.session.state.gate
        self._make(
            "signature",
            lambda forms, at: with_signature(forms.file, gate, forms.text, forms.consents, signer, language, ink, at),
        )

    def take_back(self, clause_ids: tuple[str, ...] = (), roles: tuple[SignerRole, ...] = ()) -> None:
        """Take marks away, to make them once more."""
        self._make("again", lambda forms, _: without_marks(forms.file, clause_ids, roles))

    def _make(self, what: str, make: Callable[[Forms, datetime], Consultation]) -> None:
        now = self._context.clock()
        self._change(what, make(self.derive_forms(self._context.session.state, now), now))

    def _change_session(self, what: str, consultation: Consultation) -> None:
        self._context.session.change(self._context.words(f"consent.change_{what}"), consultation)


def _with_choice(consultation: Consultation, name: ChoiceName, is_yes: bool) -> Consultation:
    consent = with_choice(consultation.consent, name, is_yes)
    return msgspec.structs.replace(consultation, consent=consent)

"""Which pages a visit has on the patient screen just now, in one language. No Qt."""

from dataclasses import dataclass
from datetime import datetime

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.consent_basis import ConsentState
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.patient_screen.border import without_hidden
from stemsup_desktop.consultation.patient_screen.pages import ScreenPage, WelcomePage
from stemsup_desktop.consultation.patient_screen.subject import make_token
from stemsup_desktop.consultation.patient_screen.topics import patient_language
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.consultation.signing_roles import choose_read_language, get_consent_form
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.ui.patient_desk.consent_pages import ConsentSource, derive_consent_pages
from stemsup_desktop.ui.patient_desk.explain_pages import derive_explain_pages
from stemsup_desktop.ui.signing_acts import SigningActs
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.window_language import WindowLanguage

_UNSIGNABLE = (ConsentState.SIGNED, ConsentState.DECLINED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen at the desk: the language that the patient asked for, and who signs besides."""

    language: Language | None = None
    added: frozenset[SignerRole] = frozenset()


def say_clinic(state: VisitState, language: Language) -> str:
    """Return the clinic's name in a language, as far as it has one in it."""
    clinic = state.clinic
    return without_hidden((clinic.name_en or clinic.name) if language is Language.EN else clinic.name)


def choose_language(state: VisitState, chosen: Chosen) -> Language:
    """Return the language of explanations: the one that the patient asked for, else that of the visit."""
    return chosen.language or patient_language(state.patient, state.consultation)


def choose_consent_language(state: VisitState, chosen: Chosen) -> Language:
    """Return the language in which the form is read: one that it is in, whatever was asked for."""
    languages = get_consent_form(state.file).languages
    return chosen.language if chosen.language in languages else choose_read_language(state.patient, languages)


def list_languages(page: ScreenPage, state: VisitState) -> tuple[Language, ...]:
    """Return between which languages the patient may change on a page."""
    if page.key.startswith(("known:", "reference:")):
        return (Language.JA, Language.EN)
    return get_consent_form(state.file).languages


def may_sign(state: VisitState, now: datetime) -> bool:
    """Tell whether a consent can be signed here and now, by whoever works on the visit."""
    if state.is_closed or state.gate.verdict is Verdict.STOP:
        return False
    if state.say_why_not(ReservedAct.CONSENT, Language.EN):
        return False
    return state.derive_standing(now.date()).state not in _UNSIGNABLE


def derive_pages(
    state: VisitState,
    acts: SigningActs,
    content: Content,
    words: WindowLanguage,
    chosen: Chosen,
    now: datetime,
) -> tuple[ScreenPage, ...]:
    """Return the pages of a visit in their order: a welcome, what is explained, and the consent if it can be signed."""
    language, token = choose_language(state, chosen), make_token(state.file)
    clinic = say_clinic(state, language)
    spoken = words.words_in(language)
    pages: list[ScreenPage] = [WelcomePage(clinic, spoken("patient_screen.greeting"))]
    pages += derive_explain_pages(state.consultation, content.reference, content.pictures, spoken, clinic, token)
    if not may_sign(state, now):
        return tuple(pages)
    read = choose_consent_language(state, chosen)
    forms = acts.derive_forms(state, now)
    source = ConsentSource(
        signing=forms.signing,
        consent=forms.consents[read],
        choices=state.consultation.consent.choices,
        words=words.words_in(read),
        patient=state.patient.name,
        clinic=say_clinic(state, read),
        token=token,
        added=chosen.added,
    )
    return (*pages, *derive_consent_pages(source))

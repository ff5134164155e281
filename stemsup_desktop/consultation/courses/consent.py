"""Whether the consent that a patient gave covers a session of the course, or is to be asked for again, and why."""

from dataclasses import dataclass
from datetime import date

from stemsup_desktop.consultation.consent_basis import ConsentStanding, ConsentState, derive_consent_standing
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.courses.course_model import CourseSession
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.language import Language, Text

_NONE = Text(
    "No consent is recorded. It is asked for before this session.",
    "同意がまだ記録されていません。この回の前に同意を得てください。",
)
_DECLINED = Text(
    "The patient declined. Consent is asked for anew before any session.",
    "患者さんは治療を希望されませんでした。実施する場合は、改めて同意を得てください。",
)
_WITHDRAWN = Text(
    "The consent was taken back. It is asked for anew before any session.",
    "同意は撤回されています。実施する場合は、改めて同意を得てください。",
)


@dataclass(frozen=True, slots=True)
class SessionConsent:
    """How consent stands for one session; `why` says what changed, or what there is not, unless it is covered.

    `is_awaiting_plan` is a consent that covers as far as this visit's plan is made.
    """

    is_covered: bool
    standing: ConsentStanding
    why: tuple[Text, ...] = ()
    is_awaiting_plan: bool = False

    @property
    def needs_consent(self) -> bool:
        """Whether consent is to be asked for, for the first time or again."""
        return not self.is_covered and not self.is_awaiting_plan


def derive_session_consent(
    file: ConsultationFile, text: ConsentText, session: CourseSession, today: date
) -> SessionConsent:
    """Judge the consent of the visit, or of an earlier one, for a session on its planned day.

    A session whose day has passed is judged today. `text` is the form version that counts for the visit.
    """
    standing = derive_consent_standing(file, text, max(session.planned_on, today))
    match standing.state:
        case ConsentState.SIGNED | ConsentState.EARLIER:
            return SessionConsent(True, standing)
        case ConsentState.OUTDATED:
            return SessionConsent(False, standing, standing.changed)
        case ConsentState.DECLINED:
            return SessionConsent(False, standing, (_DECLINED,))
        case ConsentState.WITHDRAWN:
            return SessionConsent(False, standing, (_WITHDRAWN,))
        case ConsentState.NONE if standing.is_earlier:
            return SessionConsent(False, standing, is_awaiting_plan=True)
        case ConsentState.NONE:
            return SessionConsent(False, standing, (_NONE,))


def say_session_consent(consent: SessionConsent) -> Text:
    """Say in one text whether consent covers the session, or that it is asked for again and why."""
    standing = consent.standing
    signed = standing.signed_on
    if consent.is_covered and signed is not None:
        return Text(
            f"The consent of {format_date(signed, Language.EN)} covers this session.",
            f"{format_date(signed, Language.JA)}の同意は、この回にも有効です。",
        )
    if consent.is_awaiting_plan and signed is not None:
        return Text(
            f"The consent of {format_date(signed, Language.EN)} covers this session if the plan stays the same.",
            f"計画が同じであれば、{format_date(signed, Language.JA)}の同意がこの回にも有効です。",
        )
    why_en, why_ja = " ".join(one.en for one in consent.why), "".join(one.ja for one in consent.why)
    if standing.state is ConsentState.OUTDATED:
        return Text(f"Consent is asked for again: {why_en}", f"改めて同意を得てください。{why_ja}")
    return Text(why_en, why_ja)

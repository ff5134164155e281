"""Whether a patient agreed to photographs: in the last consent that was given, as far as it was not taken back."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.earlier_consent import find_last_consent
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.withdrawal import derive_taken_back
from stemsup_desktop.language import Language, Text


class Refusal(StrEnum):
    """Why no photograph may be kept or shown."""

    NO_CONSENT = "no-consent"
    DECLINED = "declined"
    NOT_CHOSEN = "not-chosen"
    WITHDRAWN = "withdrawn"


WORDS = {
    Refusal.NO_CONSENT: Text(
        "No consent is recorded yet. Photographs need the choice “Photographs for the chart” in a signed consent: "
        "record it in step 5, Consent.",
        "同意がまだ記録されていません。写真には、署名済みの同意書で「診療記録のための写真」が選ばれている必要があります。"
        "手順5「同意」で記録してください。",
    ),
    Refusal.DECLINED: Text(
        "The patient declined the last consent, so no photograph may be kept or shown. A new consent is recorded in "
        "step 5, Consent.",
        "患者さんが直近の同意を辞退したため、写真の保管と表示はできません。改めて同意する場合は、手順5「同意」で記録してください。",
    ),
    Refusal.NOT_CHOSEN: Text(
        "The patient did not choose “Photographs for the chart” in the last consent. The choice is recorded in step 5, "
        "Consent, with a new signature.",
        "直近の同意書で「診療記録のための写真」が選ばれていません。選択は、手順5「同意」で署名とともに記録します。",
    ),
    Refusal.WITHDRAWN: Text(
        "The patient took the consent to photographs back on {date}. They are hidden and not deleted, because the "
        "record must show what treatment was judged by; to remove them is an act of its own.",
        "患者さんが{date}に写真の同意を撤回しました。治療の判断の根拠を記録に残す必要があるため、写真は削除せず非表示にしています。"
        "削除は別の操作で行います。",
    ),
}
"""`{date}` is the day of the withdrawal, in the words of the language."""


class Permission(msgspec.Struct, frozen=True):
    """Whether photographs of a patient may be kept and shown; `refusal` says why not.

    `since` is the day of the signature or of the withdrawal, `document_number` the consent's.
    """

    refusal: Refusal | None = None
    since: date | None = None
    document_number: str = ""

    @property
    def is_given(self) -> bool:
        """Whether they may."""
        return self.refusal is None


def may_keep_photographs(visits: Iterable[Consultation]) -> Permission:
    """Judge a patient's visits, which come the latest first with what was taken back of their consents.

    The choice is that of the visit in which the last consent was signed. A year that passed, or a plan that changed,
    wants a new consent to the treatment; it takes back no photograph. A refusal that came later does.
    """
    visits = tuple(visits)
    found = find_last_consent(visits)
    if found is None:
        has_declined = any(visit.consent.declined is not None for visit in visits)
        return Permission(Refusal.DECLINED if has_declined else Refusal.NO_CONSENT)
    consent = next(visit.consent for visit in visits if visit.consultation_id == found.consultation_id)
    if not consent.choices.photographs:
        return Permission(Refusal.NOT_CHOSEN, found.signed_on, found.document_number)
    taken = derive_taken_back(consent).withdrawals
    gone = next((one for one in taken if not one.scope or "photographs" in one.scope), None)
    if gone is not None:
        return Permission(Refusal.WITHDRAWN, gone.withdrawn_at.date(), found.document_number)
    return Permission(None, found.signed_on, found.document_number)


def say_permission(permission: Permission) -> Text:
    """Return why photographs may not be kept; empty where they may."""
    if permission.refusal is None:
        return Text("", "")
    said, day = WORDS[permission.refusal], permission.since
    dates = ("", "") if day is None else tuple(format_date(day, language) for language in (Language.EN, Language.JA))
    return Text(said.en.format(date=dates[0]), said.ja.format(date=dates[1]))

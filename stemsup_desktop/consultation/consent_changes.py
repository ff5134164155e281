"""What of an agreement has moved since it was signed, named part by part."""

from collections.abc import Collection, Iterable
from datetime import date

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_clauses import ClauseText
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.signing_model import AgreedPart, EarlierConsent
from stemsup_desktop.language import Text

CHANGES = {
    "text": Text("The consent text has a new version.", "同意書の文章の版が変わりました。"),
    "symptoms": Text("The symptoms to be treated have changed.", "対象の症状が変わりました。"),
    "product": Text("The product has changed.", "製品が変わりました。"),
    "lot": Text("The lot has changed.", "ロットが変わりました。"),
    "routes": Text("The route has changed.", "投与の方法が変わりました。"),
    "sites": Text("The sites have changed.", "投与する部位が変わりました。"),
    "sessions": Text("The number of sessions or the interval has changed.", "回数または間隔が変わりました。"),
    "cost": Text("The cost has changed.", "費用が変わりました。"),
}
SOMETHING_CHANGED = Text(
    "Something that was agreed to has changed since the signature.", "署名のあとで、同意した内容の一部が変わりました。"
)
A_YEAR_PASSED = Text("A year has passed since the signature.", "署名から1年が過ぎました。")
_CLAUSES_FOLLOW = frozenset({"symptoms", "product", "routes"})
"""Which clauses apply follows these parts: beside a change of one of them the clauses need no sentence of their own."""


def name_changes(
    agreed: Iterable[AgreedPart], now: Iterable[AgreedPart], passed_over: Collection[str] = ()
) -> tuple[Text, ...]:
    """Return a sentence for each part that moved; none if nothing did.

    `passed_over` are parts that are not compared, because they are not planned yet or need not stay the same.
    """
    then = {part.name: part.sha256 for part in agreed}
    moved = [part.name for part in now if part.name not in passed_over and then.get(part.name) != part.sha256]
    if not then:
        return (SOMETHING_CHANGED,)
    if "clauses" in moved and not _CLAUSES_FOLLOW & {*moved, *passed_over} and "text" not in moved:
        return (CHANGES["text"], *(CHANGES[name] for name in moved if name != "clauses"))
    return tuple(CHANGES[name] for name in moved if name != "clauses")


def name_new_clauses(earlier: EarlierConsent, now: Iterable[ClauseText]) -> tuple[Text, ...]:
    """Name the clauses that a form prints and the signed one did not, as for a lot without a certificate.

    Nothing is named where it is not known which clauses were signed.
    """
    agreed = {(one.clause_id, one.version) for one in earlier.agreed_clauses}
    new = [clause.title for clause in now if (clause.id, clause.version) not in agreed]
    if not agreed or not new:
        return ()
    english, japanese = "; ".join(title.en for title in new), "」「".join(title.ja for title in new)
    said = Text(
        f"The form now says what the signed one did not: {english}.",
        f"署名した同意書にない項目が加わりました：「{japanese}」。",
    )
    return (said,)


def find_unplanned_parts(consultation: Consultation) -> set[str]:
    """Return the parts of which nothing is planned yet: a plan that is being made has not changed."""
    plan = consultation.plan
    product = plan.product
    is_open = {
        "symptoms": not consultation.reason.complaints,
        "product": is_blank(product.name) or product.cell_source is None,
        "lot": is_blank(product.lot_number),
        "routes": not plan.routes,
        "sites": not plan.sites and (not plan.routes or Route.INTRADERMAL in plan.routes),
        "sessions": plan.sessions is None,
        "cost": plan.fee_per_session_yen is None,
    }
    return {name for name, is_so in is_open.items() if is_so}


def has_a_year_passed(since: date, today: date) -> bool:
    """Return whether the same day of the next year has come; after 29 February that is 1 March."""
    return (today.year, today.month, today.day) >= (since.year + 1, since.month, since.day)

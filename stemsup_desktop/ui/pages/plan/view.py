"""What step 4 shows, derived from plan and gate. No Qt."""

from dataclasses import dataclass
from datetime import date

from stemsup_desktop.consultation.aftercare import aftercare_for
from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.consent_basis import ConsentState, derive_consent_standing
from stemsup_desktop.consultation.course import derive_session_dates, derive_total_yen, may_need_cooling_off
from stemsup_desktop.consultation.formats import format_date, format_interval, format_yen
from stemsup_desktop.consultation.gate_model import Finding, FindingState, Gate, Verdict
from stemsup_desktop.consultation.record import Plan, Route
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import CodingAnswer
from stemsup_desktop.reference.registers import Site
from stemsup_desktop.ui.view_parts import VERDICT_TAGS, TagState
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words

ALLERGEN_ITEM = "x06-substance"
ALLERGEN_OTHER = "other"
ROUTE_ICONS = {Route.INTRADERMAL: "needle", Route.INTRAVENOUS: "drip", Route.INTRANASAL: "nose"}
MOST_CHIPS = 12
_LOT_RULES = "IN6-"
_SEVERITY_TAGS = {
    Severity.STOP: TagState.STOP,
    Severity.SPECIALIST: TagState.SPECIALIST,
    Severity.CAUTION: TagState.CAUTION,
    Severity.INFORMATION: TagState.INFORMATION,
}
_VERDICT_WORDS = {
    Verdict.STOP: "common.stop",
    Verdict.SPECIALIST: "common.specialist",
    Verdict.NOT_COMPLETE: "common.not_complete",
    Verdict.CONDITIONS: "common.conditions",
    Verdict.CLEAR: "common.clear",
}


@dataclass(frozen=True, slots=True)
class LotLine:
    """One sentence about the lot, with its state."""

    state: TagState
    sentence: str


@dataclass(frozen=True, slots=True)
class RouteChoice:
    """A route, whether it is planned, and how the gate stands if only this one were used."""

    route: Route
    title: str
    icon: str
    is_chosen: bool
    state: TagState
    word: str


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A site in the list; `letter` is empty while it is not planned."""

    site_id: str
    title: str
    is_caution: bool
    letter: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class AdviceChoice:
    """One piece of aftercare advice; `heading` is set on the first of its kind."""

    item_id: str
    text: str
    is_chosen: bool
    heading: str = ""


@dataclass(frozen=True, slots=True)
class SessionChip:
    """One planned session: its number with the year, and its day."""

    number: str
    day: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything on step 4; what is entered as it stands is in `plan`."""

    subtitle: str
    conditions: str
    outdated: str
    plan: Plan
    lot_lines: tuple[LotLine, ...]
    routes: tuple[RouteChoice, ...]
    routes_note: str
    sites: tuple[SiteChoice, ...]
    undrawn: tuple[SiteChoice, ...]
    letters: tuple[tuple[str, str], ...]
    sites_note: str
    interval: str
    chips: tuple[SessionChip, ...]
    more_chips: str
    total: str
    cooling_off: str
    advice: tuple[AdviceChoice, ...]
    is_all_advice_chosen: bool
    locked: str = ""
    """Why whoever looks at the plan cannot change it, or empty."""


def derive_plan(state: VisitState, content: Content, today: date, words: Words) -> PlanView:
    """Derive step 4."""
    plan, language = state.consultation.plan, words.language
    chosen = _derive_sites(plan, content, language)
    letters = {site.site_id: site.letter for site in chosen}
    dates = derive_session_dates(plan)
    total = derive_total_yen(plan)
    advice = _derive_advice(plan, content, language)
    return PlanView(
        subtitle=_say_subtitle(state, dates, words),
        conditions=_say_conditions(state.gate, words),
        outdated=_say_outdated(state, content, today, words),
        plan=plan,
        lot_lines=derive_lot_lines(state.gate, plan, today, words),
        routes=_derive_routes(plan, state.gate, content, words),
        routes_note=words("plan.one_route_first") if len(plan.routes) > 1 else "",
        sites=chosen,
        undrawn=tuple(
            SiteChoice(site.site_id, site.name.in_language(language), site.is_caution, letters.get(site.site_id, ""))
            for site in content.reference.sites
            if site.zone_id is None
        ),
        letters=tuple(_derive_letters(letters, content)),
        sites_note="" if not plan.sites or Route.INTRADERMAL in plan.routes else words("plan.sites_without_route"),
        interval="" if plan.interval_days is None else format_interval(plan.interval_days, language),
        chips=tuple(
            SessionChip(f"{number} · {day.year}", _format_day(day, language), day < today)
            for number, day in enumerate(dates[:MOST_CHIPS], start=1)
        ),
        more_chips=_say_more(dates, words),
        total="" if total is None else format_yen(total, language),
        cooling_off=words("plan.cooling_off") if may_need_cooling_off(plan) else "",
        advice=advice,
        is_all_advice_chosen=all(one.is_chosen for one in advice),
        locked=state.say_why_not(ReservedAct.PLAN, language),
    )


def name_letter(position: int) -> str:
    """Return the letter of a chosen site by its place in the list: A to Z, then AA, AB."""
    head, tail = divmod(position, 26)
    return (chr(ord("A") + head - 1) if head else "") + chr(ord("A") + tail)


def derive_allergens(content: Content, language: Language) -> tuple[tuple[str, str], ...]:
    """Return (code, words) of the substances that a certificate can show as not detected.

    "Other" is never among them: a certificate cannot clear a substance that nobody has named.
    """
    item = content.clinical.questionnaire.find_item(ALLERGEN_ITEM)
    if item is None:
        return ()
    return tuple(
        (option.value.code, option.text.in_language(language))
        for option in item.answer_options
        if isinstance(option.value, CodingAnswer) and option.value.code != ALLERGEN_OTHER
    )


def derive_lot_lines(gate: Gate, plan: Plan, today: date, words: Words) -> tuple[LotLine, ...]:
    """Say how the lot stands: what the gate finds, else whether everything was looked at."""
    found = tuple(
        LotLine(_SEVERITY_TAGS[finding.severity], finding.title.in_language(words.language))
        for finding in gate.findings
        if _is_about_lot(finding)
    )
    if found:
        return found
    product = plan.product
    if any(missing.target.startswith("product.") for missing in gate.missing):
        return (LotLine(TagState.OPEN, words("plan.lot_open")),)
    if product.expires is None:
        return ()
    days = (product.expires - today).days
    return (LotLine(TagState.CLEAR, words("plan.lot_clear", count=days)),)


def _is_about_lot(finding: Finding) -> bool:
    return finding.rule_id.startswith(_LOT_RULES) and finding.state is not FindingState.RESOLVED


def _derive_routes(plan: Plan, gate: Gate, content: Content, words: Words) -> tuple[RouteChoice, ...]:
    verdicts = {one.route: one.verdict for one in gate.routes}
    return tuple(
        RouteChoice(
            route,
            content.reference.get_page(route.value).title.in_language(words.language),
            ROUTE_ICONS[route],
            route in plan.routes,
            VERDICT_TAGS[verdicts.get(route, Verdict.NOT_COMPLETE)],
            words(_VERDICT_WORDS[verdicts.get(route, Verdict.NOT_COMPLETE)]),
        )
        for route in Route
    )


def _derive_sites(plan: Plan, content: Content, language: Language) -> tuple[SiteChoice, ...]:
    known: dict[str, Site] = {site.site_id: site for site in content.reference.sites}
    return tuple(
        SiteChoice(
            site.site_id,
            known[site.site_id].name.in_language(language) if site.site_id in known else site.site_id,
            site.site_id in known and known[site.site_id].is_caution,
            name_letter(position),
            site.other,
        )
        for position, site in enumerate(plan.sites)
    )


def _derive_letters(letters: dict[str, str], content: Content) -> list[tuple[str, str]]:
    return [
        (site.zone_id, letters[site.site_id])
        for site in content.reference.sites
        if site.zone_id is not None and site.site_id in letters
    ]


def _derive_advice(plan: Plan, content: Content, language: Language) -> tuple[AdviceChoice, ...]:
    choices: list[AdviceChoice] = []
    last = None
    for item in aftercare_for(content.aftercare, plan.routes):
        heading = content.aftercare.headings.get_heading(item.urgency).in_language(language)
        choices.append(
            AdviceChoice(
                item.id,
                item.text.in_language(language),
                item.id in plan.aftercare_ids,
                heading if item.urgency is not last else "",
            )
        )
        last = item.urgency
    return tuple(choices)


def _say_subtitle(state: VisitState, dates: tuple[date, ...], words: Words) -> str:
    missing = sum(one.step == 4 for one in state.gate.missing)
    parts = [words("plan.open", count=missing)] if missing else []
    if dates:
        first = format_date(dates[0], words.language)
        parts.append(words("plan.subtitle", count=len(dates), date=first))
    return (" · " if words.language is Language.EN else "　").join(parts)


def _say_conditions(gate: Gate, words: Words) -> str:
    if not gate.conditions:
        return ""
    listed = ("" if words.language is Language.JA else " ").join(
        condition.in_language(words.language) for condition in gate.conditions
    )
    return words("plan.conditions", count=len(gate.conditions), conditions=listed)


def _say_outdated(state: VisitState, content: Content, today: date, words: Words) -> str:
    standing = derive_consent_standing(state.file, content.consent, today)
    if standing.state is not ConsentState.OUTDATED:
        return ""
    changed = (" " if words.language is Language.EN else "").join(
        sentence.in_language(words.language) for sentence in standing.changed
    )
    return words("plan.outdated", changed=changed)


def _format_day(day: date, language: Language) -> str:
    """Return the day without its year: "8 Sep" or "9月8日"."""
    written = format_date(day, language)
    return written.partition("年")[2] if language is Language.JA else written.rpartition(" ")[0]


def _say_more(dates: tuple[date, ...], words: Words) -> str:
    if len(dates) <= MOST_CHIPS:
        return ""
    return words("plan.more_sessions", count=len(dates) - MOST_CHIPS, date=format_date(dates[-1], words.language))

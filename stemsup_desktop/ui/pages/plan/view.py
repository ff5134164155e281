"""What step 4 shows, derived from plan and gate. No Qt."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stemsup_desktop.consultation.aftercare import aftercare_for
from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_basis import ConsentState
from stemsup_desktop.consultation.course import derive_session_dates, derive_total_yen
from stemsup_desktop.consultation.courses.consumer_law import say_consumer_law
from stemsup_desktop.consultation.courses.visits import find_visit_session
from stemsup_desktop.consultation.courses.words import say_day, say_session_of
from stemsup_desktop.consultation.formats import format_date, format_interval, format_number, format_yen
from stemsup_desktop.consultation.gate_model import Finding, FindingState, Gate, Verdict
from stemsup_desktop.consultation.plan_model import Plan, PlannedPoint
from stemsup_desktop.consultation.record import Background
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.consultation.sites.letters import name_letter
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.reference.registers import Site
from stemsup_desktop.ui.courses.view import CoursePaneView
from stemsup_desktop.ui.courses.visit_view import derive_visit_course
from stemsup_desktop.ui.pages.plan.lot_view import LotChoice
from stemsup_desktop.ui.site_map.marks import MarkedSite
from stemsup_desktop.ui.view_parts import VERDICT_TAGS, TagState
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words

ROUTE_ICONS = {Route.INTRADERMAL: "needle", Route.INTRAVENOUS: "drip", Route.INTRANASAL: "nose"}
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
    points: tuple[PlannedPoint, ...] = ()
    is_drawn: bool = True
    """Whether points can be set on it: some sites are chosen from the list only."""


@dataclass(frozen=True, slots=True)
class AdviceChoice:
    """One piece of aftercare advice; `heading` is set on the first of its kind."""

    item_id: str
    text: str
    is_chosen: bool
    heading: str = ""


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
    marked: tuple[MarkedSite, ...]
    background: Background
    points_count: int
    points_ml: str
    """The sum of all points, as far as they have a volume."""
    points_note: str
    sites_note: str
    has_home_use: bool
    """Whether amount and times of a spray at home can be entered, as the physician's own words."""
    interval: str
    course: CoursePaneView
    total: str
    cooling_off: str
    advice: tuple[AdviceChoice, ...]
    is_all_advice_chosen: bool
    lots: LotChoice
    locked: str = ""
    """Why whoever looks at the plan cannot change it, or empty."""


def derive_plan(
    state: VisitState, content: Content, today: date, words: Words, lots: LotChoice | None = None
) -> PlanView:
    """Derive step 4; `lots` are those of the lot book to choose from."""
    plan, language = state.consultation.plan, words.language
    chosen = _derive_sites(plan, content, language)
    letters = {site.site_id: site.letter for site in chosen}
    points = tuple(point for site in plan.sites for point in site.points)
    without = sum(point.volume_ml is None for point in points)
    dates = derive_session_dates(plan)
    total = derive_total_yen(plan)
    advice = _derive_advice(plan, content, language)
    hint = say_consumer_law(plan)
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
            if not site.views
        ),
        marked=tuple(
            MarkedSite(site.site_id, site.letter, site.title, site.points) for site in chosen if site.is_drawn
        ),
        background=state.background,
        points_count=len(points),
        points_ml=format_number(sum((one.volume_ml for one in points if one.volume_ml is not None), Decimal(0))),
        points_note=words("sites.without_volume", count=without) if without else "",
        has_home_use=Route.INTRANASAL in plan.routes or bool(plan.home_use),
        sites_note="" if not plan.sites or Route.INTRADERMAL in plan.routes else words("plan.sites_without_route"),
        interval="" if plan.interval_days is None else format_interval(plan.interval_days, language),
        course=derive_visit_course(state, state.get_consent_text(content.consent), today, words),
        total="" if total is None else format_yen(total, language),
        cooling_off="" if hint is None else hint.in_language(language),
        advice=advice,
        is_all_advice_chosen=all(one.is_chosen for one in advice),
        lots=lots or LotChoice(is_from_book=bool(plan.product.lot_id)),
        locked=state.say_why_not(ReservedAct.PLAN, language),
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
            site.points,
            site.site_id in known and bool(known[site.site_id].views),
        )
        for position, site in enumerate(plan.sites)
    )


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
    found = find_visit_session(state.file)
    if found is not None:
        course, session = found
        title = say_session_of(session.number, len(course.sessions)).in_language(words.language)
        parts.append(words.listed((title, say_day(session).in_language(words.language))))
    elif dates:
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
    standing = state.judge_consent(state.get_consent_text(content.consent), today)
    if standing.state is not ConsentState.OUTDATED:
        return ""
    changed = (" " if words.language is Language.EN else "").join(
        sentence.in_language(words.language) for sentence in standing.changed
    )
    return words("plan.outdated", changed=changed)

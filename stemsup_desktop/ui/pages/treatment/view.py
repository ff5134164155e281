"""What step 6 shows, derived from plan, gate, consent and what was recorded. No Qt."""

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_basis import ConsentStanding, ConsentState
from stemsup_desktop.consultation.course import derive_volume_balance, sum_site_ml
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.open_words import say_open_point
from stemsup_desktop.consultation.plan_model import Plan, PlannedSite
from stemsup_desktop.consultation.record import Background, Consultation
from stemsup_desktop.consultation.sites.balance import Standing, derive_standing, say_balance
from stemsup_desktop.consultation.sites.letters import name_letter
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.reference.model import RoutePage
from stemsup_desktop.ui.courses.offer import SessionOffer, find_session_offer
from stemsup_desktop.ui.pages.treatment.changes import find_day, find_first_time, is_open
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words

_MOST_NAMED = 3
_LONGEST_LOT = 24
_LONGEST_SUGGESTION = {Language.EN: 28, Language.JA: 12}


@dataclass(frozen=True, slots=True)
class Lock:
    """Why nothing can be entered: the sentence, the step where that is mended, and how grave it is."""

    sentence: str
    step: int
    state: TagState = TagState.OPEN
    is_notice: bool = False
    """Said, and locks nothing: what was done before consent was taken back is still recorded."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with its state."""

    state: TagState
    sentence: str


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site of the plan, or one that was treated and is no longer planned."""

    planned: PlannedSite
    title: str
    is_caution: bool
    is_planned: bool
    treated: SiteTreated
    letter: str = ""
    is_drawn: bool = False


@dataclass(frozen=True, slots=True)
class TreatmentView:
    """Everything on step 6; what is entered as it stands is in `treatment`."""

    subtitle: str
    locks: tuple[Lock, ...]
    is_lot_locked: bool
    missing: str
    treatment: Treatment
    day: date
    zone: tzinfo | None
    """The clock on which times are entered: that of the times recorded already, else this computer's."""
    planned_lot: str
    lot_lines: tuple[Line, ...]
    sites: tuple[SiteRow, ...]
    background: Background
    can_take_points: bool
    """Whether a planned site with points has nothing entered yet."""
    balance: Line | None
    time_line: Line | None
    has_drip: bool
    has_nasal: bool
    suggestions: tuple[str, ...]
    session: SessionOffer | None = None
    """The session that this visit could be, where a course is running and it is none."""
    can_follow: bool = False
    """Whether a reaction can become an event that is followed after the visit."""

    @property
    def is_locked(self) -> bool:
        """Whether anything can be entered."""
        return any(not lock.is_notice for lock in self.locks)


def derive_treatment(
    state: VisitState, content: Content, now: datetime, words: Words, chosen_day: date | None = None
) -> TreatmentView:
    """Derive step 6; `chosen_day` is the day for times that are still to be entered."""
    consultation = state.consultation
    plan, treatment = consultation.plan, consultation.treatment
    first = find_first_time(treatment)
    day = find_day(treatment) or chosen_day or now.date()
    standing = state.judge_consent(state.get_consent_text(content.consent), now.date())
    locks = derive_locks(consultation, state.gate, standing, words)
    sites = _derive_sites(plan, treatment, content, words.language)
    return TreatmentView(
        subtitle=format_date(day, words.language),
        locks=locks,
        is_lot_locked=any(not lock.is_notice for lock in locks) and not _is_used_lot_expired(treatment, day),
        missing=_say_missing(plan, treatment, sites, words),
        treatment=treatment,
        day=day,
        zone=now.tzinfo if first is None else first.tzinfo,
        planned_lot=plan.product.lot_number,
        lot_lines=derive_lot_lines(plan, treatment, day, words),
        sites=sites,
        background=state.background,
        can_take_points=any(row.planned.points and is_open(row.treated) for row in sites if row.is_planned),
        balance=derive_balance(treatment, sites, words) if sites else None,
        time_line=_derive_time_line(treatment, now, words),
        has_drip=Route.INTRAVENOUS in plan.routes or treatment.drip is not None,
        has_nasal=Route.INTRANASAL in plan.routes or treatment.nasal is not None,
        suggestions=derive_suggestions(plan.routes, content, words.language),
        session=find_session_offer(state, words),
    )


def derive_locks(consultation: Consultation, gate: Gate, standing: ConsentStanding, words: Words) -> tuple[Lock, ...]:
    """Say everything that keeps the treatment locked: refusal, gate, consent."""
    if standing.state is ConsentState.DECLINED:
        return (Lock(words("treatment.lock_declined"), 5),)
    if standing.state is ConsentState.WITHDRAWN and standing.withdrawn_on is not None:
        day = format_date(standing.withdrawn_on, words.language)
        has_begun = consultation.treatment != Treatment()
        taken_back = Lock(words("treatment.lock_withdrawn", date=day), 5, TagState.STOP, is_notice=has_begun)
        return (taken_back, *_lock_by_gate(gate, words))
    return _lock_by_gate(gate, words) + _lock_by_consent(consultation, standing, words)


def _lock_by_gate(gate: Gate, words: Words) -> tuple[Lock, ...]:
    match gate.verdict:
        case Verdict.STOP:
            return (Lock(words("treatment.lock_stop"), 2, TagState.STOP),)
        case Verdict.SPECIALIST:
            return (Lock(words("treatment.lock_specialist"), 2, TagState.SPECIALIST),)
        case Verdict.NOT_COMPLETE:
            points = gate.open_points
            named = [say_open_point(one).in_language(words.language) for one in points[:_MOST_NAMED]]
            rest = len(points) - len(named)
            what = _join(named, words)
            key = "treatment.lock_missing_more" if rest else "treatment.lock_missing"
            return (Lock(words(key, what=what, count=rest) if rest else words(key, what=what), points[0].step),)
        case Verdict.CONDITIONS | Verdict.CLEAR:
            return ()


def _lock_by_consent(consultation: Consultation, standing: ConsentStanding, words: Words) -> tuple[Lock, ...]:
    signature = consultation.consent.signature
    if standing.state is ConsentState.EARLIER:
        return ()
    if standing.state is ConsentState.OUTDATED:
        changed = (" " if words.language is Language.EN else "").join(
            one.in_language(words.language) for one in standing.changed
        )
        return (Lock(words("treatment.lock_outdated", changed=changed), 5, TagState.CAUTION),)
    if signature is None or standing.state is ConsentState.NONE:
        return (Lock(words("treatment.lock_unsigned"), 5),)
    if not signature.all_initials_present:
        return (Lock(words("treatment.lock_initials"), 5),)
    return ()


def derive_lot_lines(plan: Plan, treatment: Treatment, day: date, words: Words) -> tuple[Line, ...]:
    """Compare the lot really used with the plan, which is what was signed, and with the day of treatment."""
    used, planned = treatment.lot_number, plan.product.lot_number.strip()
    if used is None or is_blank(used):
        return (Line(TagState.OPEN, words("treatment.lot_open")),)
    lines: list[Line] = []
    is_same = used.strip() == planned
    if not is_same:
        lines.append(Line(TagState.STOP, words("treatment.lot_differs", lot=_shorten(planned) or words("common.open"))))
    expires = treatment.lot_expires
    if expires is None:
        lines.append(Line(TagState.OPEN, words("treatment.lot_expiry_open")))
    elif expires < day:
        lines.append(Line(TagState.STOP, words("treatment.lot_expired", date=format_date(expires, words.language))))
    if is_same and expires is not None and plan.product.expires not in (None, expires):
        lines.append(Line(TagState.CAUTION, words("treatment.lot_expiry_differs")))
    return tuple(lines) or (Line(TagState.CLEAR, words("treatment.lot_as_planned")),)


_BALANCE_STATES = {
    Standing.OPEN: TagState.OPEN,
    Standing.MATCHES: TagState.CLEAR,
    Standing.LEFT_OVER: TagState.STOP,
    Standing.TOO_MUCH: TagState.STOP,
}


def derive_balance(treatment: Treatment, sites: tuple[SiteRow, ...], words: Words) -> Line:
    """Compare what the sites received with what was drawn up; a site of the plan without a volume is open."""
    without = tuple(row.planned.site_id for row in sites if sum_site_ml(row.treated) is None)
    if len(without) == len(sites):
        return Line(TagState.OPEN, words("treatment.balance_none"))
    balance = replace(derive_volume_balance(treatment), sites_without_volume=without)
    return Line(_BALANCE_STATES[derive_standing(balance)], say_balance(balance).in_language(words.language))


def derive_suggestions(routes: tuple[Route, ...], content: Content, language: Language) -> tuple[str, ...]:
    """Return short words for what is common after the planned routes, from their reference pages."""
    found: list[str] = []
    for route in routes:
        page = content.reference.find_page(route.value)
        if isinstance(page, RoutePage):
            for statement in page.common_effects:
                found += _split_effects(statement.text.in_language(language), language)
    return tuple(dict.fromkeys(found))


def _split_effects(sentence: str, language: Language) -> list[str]:
    if language is Language.JA:
        parts = sentence.rstrip("。").split("、")
    else:
        parts = sentence.rstrip(".").replace(" and ", ", ").split(", ")
        parts = [part.removeprefix("a ").removeprefix("an ") for part in parts]
        parts = [part[:1].upper() + part[1:] for part in parts]
    return [part for part in parts if part and len(part) <= _LONGEST_SUGGESTION[language]]


def _is_used_lot_expired(treatment: Treatment, day: date) -> bool:
    """A wrong expiry date stops the gate; it must stay possible to put it right."""
    return treatment.lot_expires is not None and treatment.lot_expires < day


def _derive_sites(plan: Plan, treatment: Treatment, content: Content, language: Language) -> tuple[SiteRow, ...]:
    planned = plan.sites if Route.INTRADERMAL in plan.routes else ()
    known = {site.site_id: site for site in content.reference.sites}
    treated = {site.site_id: site for site in treatment.sites}
    every = [(site, True) for site in planned]
    planned_ids = {site.site_id for site in planned}
    every += [(PlannedSite(one.site_id, one.other), False) for one in treatment.sites if one.site_id not in planned_ids]
    return tuple(
        SiteRow(
            planned=site,
            title=content.names.get_site(site, language) if site.site_id in known else site.site_id,
            is_caution=site.site_id in known and known[site.site_id].is_caution,
            is_planned=is_planned,
            treated=treated.get(site.site_id, SiteTreated(site.site_id, other=site.other)),
            letter=name_letter(position),
            is_drawn=site.site_id in known and bool(known[site.site_id].views),
        )
        for position, (site, is_planned) in enumerate(every)
    )


def _derive_time_line(treatment: Treatment, now: datetime, words: Words) -> Line | None:
    start, end, until = treatment.started_at, treatment.ended_at, treatment.observed_until
    if start is not None and end is not None and end < start:
        return Line(TagState.STOP, words("treatment.end_before_start"))
    latest = end or start
    if latest is not None and until is not None and until < latest:
        return Line(TagState.STOP, words("treatment.observed_before_end"))
    if any(moment is not None and moment > now for moment in (start, end)):
        return Line(TagState.CAUTION, words("treatment.time_in_future"))
    return None


def _say_missing(plan: Plan, treatment: Treatment, sites: tuple[SiteRow, ...], words: Words) -> str:
    without = sum(sum_site_ml(row.treated) is None for row in sites)
    drip, nasal = treatment.drip, treatment.nasal
    wanted = (
        ("lot_number", is_blank(treatment.lot_number or "")),
        ("lot_expires", treatment.lot_expires is None),
        ("operator", is_blank(treatment.operator)),
        ("started_at", treatment.started_at is None),
        ("ended_at", treatment.ended_at is None),
        ("observed_until", treatment.observed_until is None),
        ("volumes", without > 0),
        ("drip_volume", Route.INTRAVENOUS in plan.routes and (drip is None or drip.volume_ml is None)),
        ("nasal_volume", Route.INTRANASAL in plan.routes and (nasal is None or nasal.volume_ml is None)),
        ("vitals", not treatment.vitals),
        ("reactions_stated", not treatment.reactions and not treatment.no_reaction_observed),
        ("reaction_kind", any(is_blank(one.kind) for one in treatment.reactions)),
    )
    missing = [words(f"treatment.missing_{key}") for key, is_missing in wanted if is_missing]
    return words("treatment.missing", what=_join(missing, words)) if missing else ""


def _shorten(text: str) -> str:
    """Return a lot number that fits a sentence; the whole of it stands in its field."""
    return text if len(text) <= _LONGEST_LOT else f"{text[: _LONGEST_LOT - 1]}…"


def _join(parts: list[str], words: Words) -> str:
    return words.listed(parts)


def format_clock(moment: datetime) -> str:
    """Return a time as it is typed, "09:05", on the clock the value itself carries: as it stands on paper."""
    return f"{moment.hour:02}:{moment.minute:02}"

"""Where a finding stands, and the one list of everything missing or blocking, each line with the place of its cause."""

from collections.abc import Iterable, Iterator

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.gate_model import Finding, FindingState, Missing, OpenKind, OpenPoint
from stemsup_desktop.consultation.rules import Severity

_FACT_PLACES = {
    "age_years": (1, "patient.birth_date"),
    "sex": (1, "patient.sex"),
    "symptom": (1, "complaints"),
    "route": (4, "routes"),
    "cell_source": (4, "product.cell_source"),
    "lot_expired": (4, "product.expires"),
    "lot_expires_within_course": (4, "product.expires"),
    "certificate_on_file": (4, "product.certificate.is_on_file"),
    "certificate_complete": (4, "product.certificate.is_complete"),
    "research_use_only": (4, "product.certificate.is_research_use_only"),
    "certificate_item_failed": (4, "product.certificate.has_failed_item"),
    "lot_recalled": (4, "product.is_recalled"),
    "lot_temperature_excursion": (4, "product.had_temperature_excursion"),
}
"""Where each fact is recorded."""


def touches(routes: tuple[Route, ...], planned: tuple[Route, ...]) -> bool:
    """Say whether something for some routes (none: all) concerns the planned ones (none: any)."""
    return not routes or not planned or any(route in planned for route in routes)


def is_standing_stop(finding: Finding) -> bool:
    """Say whether a finding is a stop that still stands."""
    gone = (FindingState.RESOLVED, FindingState.NOT_JUDGED)
    return finding.severity is Severity.STOP and finding.state not in gone


def wants_opinion(finding: Finding) -> bool:
    """Say whether a finding waits for the physician's opinion."""
    open_states = (FindingState.OPEN, FindingState.OPINION_LAPSED)
    return finding.severity is Severity.SPECIALIST and finding.state in open_states


def cannot_be_judged(finding: Finding) -> bool:
    """Say whether a finding is that its rule's expression gave no answer."""
    return finding.state is FindingState.NOT_JUDGED


def find_place(finding: Finding) -> tuple[int, str]:
    """Return step and target of the cause of a finding: the answer by which its rule holds, else the fact."""
    by_weight = sorted(finding.given, key=lambda given: not given.is_cause)
    for given in by_weight:
        if given.link_id:
            return 2, given.link_id
        if given.fact in _FACT_PLACES:
            return _FACT_PLACES[given.fact]
    return 2, finding.link_ids[0] if finding.link_ids else ""


def list_open_points(
    findings: Iterable[Finding], missing: Iterable[Missing], planned: tuple[Route, ...]
) -> tuple[OpenPoint, ...]:
    """Return everything that keeps the gate from clearing for the planned routes, worst first, then by step."""
    counted = [finding for finding in findings if touches(finding.routes, planned)]
    order = tuple(OpenKind)
    points = sorted(_list_findings(counted), key=lambda point: order.index(point.kind))
    by_step = sorted(missing, key=lambda one: one.step)
    return (*points, *(OpenPoint(OpenKind.MISSING, one.step, one.address, one.label) for one in by_step))


def _list_findings(findings: Iterable[Finding]) -> Iterator[OpenPoint]:
    for finding in findings:
        if is_standing_stop(finding):
            wants_reason = finding.state is FindingState.REASON_WANTED
            yield _make_point(OpenKind.REASON if wants_reason else OpenKind.STOP, finding)
        elif wants_opinion(finding):
            yield _make_point(OpenKind.OPINION, finding)
        elif cannot_be_judged(finding):
            yield _make_point(OpenKind.NOT_JUDGED, finding)


def _make_point(kind: OpenKind, finding: Finding) -> OpenPoint:
    step, target = find_place(finding)
    return OpenPoint(kind, step, target, finding.title, finding.rule_id)

"""The history of stops: which were raised and still lack the reason for their going."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from stemsup_desktop.consultation.record import Examination, StopLifted, StopRaised
from stemsup_desktop.questionnaire.typed_text import is_blank

_END = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)
"""No stop is raised so late; a record that says so keeps it standing."""


def find_standing_stops(examination: Examination) -> tuple[str, ...]:
    """Return the ids of rules whose last stop has no reason recorded after it, in the order they were raised."""
    lifted = _latest((stop.rule_id, stop.lifted_at) for stop in examination.stops_lifted if _is_reasoned(stop))
    raised = _latest((stop.rule_id, stop.raised_at) for stop in examination.stops_raised)
    return tuple(rule_id for rule_id, at in raised.items() if rule_id not in lifted or lifted[rule_id] <= at)


def with_raised(examination: Examination, rule_ids: Iterable[str], at: datetime) -> tuple[StopRaised, ...]:
    """Return the stops raised with new ones added; each lies after any reason recorded before it."""
    standing = find_standing_stops(examination)
    lifted = _latest((stop.rule_id, stop.lifted_at) for stop in examination.stops_lifted)
    added = tuple(
        StopRaised(rule_id, _not_before(lifted.get(rule_id), at)) for rule_id in rule_ids if rule_id not in standing
    )
    return examination.stops_raised + added


def with_lifted(
    examination: Examination, rule_id: str, reason: str, physician: str, at: datetime
) -> tuple[StopLifted, ...]:
    """Return the stops lifted with one added, which lies after the stop it lifts."""
    raised = _latest((stop.rule_id, stop.raised_at) for stop in examination.stops_raised)
    moment = _after(raised.get(rule_id), at)
    return (*examination.stops_lifted, StopLifted(rule_id, reason, physician, moment))


def merge_raised(earlier: tuple[StopRaised, ...], later: tuple[StopRaised, ...]) -> tuple[StopRaised, ...]:
    """Return every stop of both histories once."""
    return tuple(dict.fromkeys((*earlier, *later)))


def _is_reasoned(stop: StopLifted) -> bool:
    return not is_blank(stop.reason) and not is_blank(stop.physician)


def _latest(moments: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    latest: dict[str, datetime] = {}
    for rule_id, moment in moments:
        aware = moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)
        latest[rule_id] = max(aware, latest.get(rule_id, aware))
    return latest


def _not_before(earlier: datetime | None, at: datetime) -> datetime:
    """Return `at`, or the earlier moment where the clock was set back."""
    return at if earlier is None else max(at, earlier)


def _after(earlier: datetime | None, at: datetime) -> datetime:
    """Return `at`, or just after the earlier moment where the clock was set back."""
    if earlier is None or at > earlier:
        return at
    return earlier if earlier > _END else earlier + timedelta(microseconds=1)

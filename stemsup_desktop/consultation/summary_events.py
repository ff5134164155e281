"""Events in a summary: what was seen at the treatment and later, for the chart in full and for the patient plainly."""

from collections.abc import Mapping
from datetime import date

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.consent_model import Bullets, Grid, Paragraph
from stemsup_desktop.consultation.events.event_faults import find_onset
from stemsup_desktop.consultation.events.event_model import AdverseEvent, EventOutcome, Seriousness
from stemsup_desktop.consultation.events.event_words import (
    CLOSED_WORD,
    GRADE_WORDS,
    OPEN_WORD,
    OUTCOME_WORDS,
    PLAIN_GRADES,
    SERIOUSNESS_WORDS,
    say_event,
    say_plainly,
)
from stemsup_desktop.consultation.events.reactions import find_followed
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.summary_facing import SummaryFacing
from stemsup_desktop.consultation.summary_model import SummaryBlock
from stemsup_desktop.consultation.treatment_model import Reaction
from stemsup_desktop.language import Language, Text

POINT = Text("point {point}", "{point}番の注射点")
AFTER = Text("after the treatment of {day}", "{day}の治療のあと")
IN_PLAIN_WORDS = Text("In plain words:", "わかりやすい言葉で：")
PLAIN = Text("{what}{where}{since}, recorded as {grade}. {how}", "{what}{where}{since}。程度：{grade}。{how}")
WHERE = Text(" ({site})", "（{site}）")
SINCE = Text(", since {day}", "、{day}から")
STILL_OPEN = Text(
    "The clinic is still following it; call if it gets worse.",
    "クリニックで引き続き経過を見ています。悪くなったときはご連絡ください。",
)
PLAIN_OUTCOMES: Mapping[EventOutcome, Text] = {
    EventOutcome.RECOVERED: Text("It has gone.", "おさまりました。"),
    EventOutcome.RECOVERED_WITH_SEQUELAE: Text(
        "It has gone and left something behind.", "おさまりましたが、跡が残りました。"
    ),
    EventOutcome.RECOVERING: Text("It was getting better.", "よくなってきています。"),
    EventOutcome.NOT_RECOVERED: Text("It had not gone.", "まだおさまっていません。"),
    EventOutcome.UNKNOWN: Text("How it went on is not known.", "その後の経過はわかっていません。"),
}


def derive_events(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return every reaction and every event of the patient; without a reaction, whether somebody looked."""
    visit, events = facing.consultation, facing.file.background.events
    followed = find_followed(visit, events)
    reactions = [one for place, one in enumerate(visit.treatment.reactions) if place not in followed]
    rows = (*(_reaction_row(facing, one) for one in reactions), *(_event_row(facing, one) for one in events))
    blocks: list[SummaryBlock] = []
    if not visit.treatment.reactions:
        words = labels.NO_REACTION if visit.treatment.no_reaction_observed else labels.REACTIONS_NOT_RECORDED
        blocks.append(Paragraph(facing.say(words)))
    if rows:
        columns = (labels.WHEN, labels.EVENT, labels.GRADE, labels.ACTION, labels.OUTCOME)
        blocks.append(Grid(tuple(map(facing.say, columns)), tuple(rows)))
    # What ended in death is in the chart's own words alone: nobody hands it to the patient.
    told = tuple(_say_plainly(facing, one) for one in events if one.outcome is not EventOutcome.FATAL)
    if told:
        blocks += [Paragraph(facing.say(IN_PLAIN_WORDS)), Bullets(told)]
    return tuple(blocks)


def _reaction_row(facing: SummaryFacing, reaction: Reaction) -> tuple[str, ...]:
    return (
        facing.say_moment(reaction.onset_at),
        facing.join([part for part in (reaction.kind, _say_site(facing, reaction.site_id, reaction.point)) if part]),
        _say_grade(facing, reaction.grade, reaction.seriousness),
        reaction.action,
        reaction.outcome,
    )


def _event_row(facing: SummaryFacing, event: AdverseEvent) -> tuple[str, ...]:
    onset = facing.say_moment(event.onset_at) or facing.say_date(find_onset(event))
    earlier = _find_earlier_day(facing, event)
    after = "" if earlier is None else facing.say(AFTER).format(day=facing.say_date(earlier))
    what = facing.say(say_event(event, facing.names.events))
    outcome = "" if event.outcome is None else facing.say(OUTCOME_WORDS[event.outcome])
    state = facing.say(OPEN_WORD if event.is_open else CLOSED_WORD)
    return (
        onset,
        facing.join([part for part in (what, _say_site(facing, event.site_id, event.point), after) if part]),
        _say_grade(facing, event.grade, event.seriousness),
        event.action,
        facing.join([part for part in (outcome, state) if part]),
    )


def _find_earlier_day(facing: SummaryFacing, event: AdverseEvent) -> date | None:
    """Find the day of the earlier treatment that an event followed; None for one of this visit."""
    past = facing.file.background.visits
    return next((one.day for one in past if one.consultation_id == event.consultation_id), None)


def _say_grade(facing: SummaryFacing, grade: int, seriousness: tuple[Seriousness, ...]) -> str:
    return facing.join([facing.say(GRADE_WORDS[grade]), *(facing.say(SERIOUSNESS_WORDS[one]) for one in seriousness)])


def _say_site(facing: SummaryFacing, site_id: str, point: int | None) -> str:
    if not site_id:
        return ""
    treated = next((one for one in facing.consultation.treatment.sites if one.site_id == site_id), None)
    other = "" if treated is None else treated.other
    known = site_id in facing.names.sites
    site = facing.names.get_site(PlannedSite(site_id, other), facing.language) if known else site_id
    return site if point is None else facing.join([site, facing.say(POINT).format(point=point)])


def _say_plainly(facing: SummaryFacing, event: AdverseEvent) -> str:
    onset, site = find_onset(event), _say_site(facing, event.site_id, None)
    what = facing.say(say_plainly(event, facing.names.events))
    if facing.language is Language.EN:
        what = what[:1].upper() + what[1:]
    ended = PLAIN_OUTCOMES[event.outcome or EventOutcome.UNKNOWN]
    return facing.say(PLAIN).format(
        what=what,
        where=facing.say(WHERE).format(site=site) if site else "",
        since="" if onset is None else facing.say(SINCE).format(day=facing.say_date(onset)),
        grade=facing.say(PLAIN_GRADES[event.grade]),
        how=facing.say(STILL_OPEN if event.is_open else ended),
    )

"""What step 2 offers to carry over from the visit before, and what waits to be confirmed. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from stemsup_desktop.consultation.carry_over import Earlier, list_carriable, list_waiting
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.gate_answers import say_answers
from stemsup_desktop.consultation.record import Examination
from stemsup_desktop.questionnaire.form import Form
from stemsup_desktop.ui.pages.examination.layout_plan import LayoutPlan
from stemsup_desktop.ui.pages.examination.locks import NO_LOCKS, Locks
from stemsup_desktop.ui.pages.examination.view_model import Key
from stemsup_desktop.ui.words import Words


class CarryOffer(msgspec.Struct, frozen=True):
    """The offer in the header of one section, and the questions that it is about."""

    text: str
    link_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside questions: by link id, carried answers that wait to be confirmed, and notes; and the locks."""

    waiting: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    locks: Locks = NO_LOCKS


NOTHING_BESIDE = Beside()


def derive_waiting(form: Form, examination: Examination, words: Words) -> dict[str, str]:
    """Return what to say beside each question whose carried answer waits, by link id."""
    said: dict[str, str] = {}
    for carried in list_waiting(form, examination):
        item = form.questionnaire.find_item(carried.link_id)
        if item is not None:
            answer = say_answers(item, carried.answers).in_language(words.language)
            day = format_date(carried.given_on, words.language)
            said[carried.link_id] = (
                words("examination.proposed", answer=answer)
                if carried.is_proposal
                else words("examination.carried", day=day, answer=answer)
            )
    return said


def derive_offers(
    form: Form,
    examination: Examination,
    earlier: Earlier | None,
    plan: LayoutPlan,
    words: Words,
    locks: Locks = NO_LOCKS,
) -> Mapping[Key, CarryOffer]:
    """Return the offers of the sections, by the key of each; a section with nothing to carry has none."""
    if earlier is None:
        return {}
    by_section: dict[int, list[str]] = {}
    for carried in list_carriable(form, examination, earlier):
        spot = plan.spots[plan.questionnaire.positions[carried.link_id][0]]
        if spot.kind is not None and carried.link_id not in locks.link_ids:
            by_section.setdefault(spot.section, []).append(carried.link_id)
    day = format_date(earlier.day, words.language)
    return {
        (plan.sections[section].position, ()): CarryOffer(
            words("examination.carry_over", day=day, count=len(link_ids)), tuple(link_ids)
        )
        for section, link_ids in by_section.items()
    }

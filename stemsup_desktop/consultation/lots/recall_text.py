"""What a recall says of each patient, in words of one language: the same in the window, on paper and in a terminal.

Every volume stands with the digits that were entered.
"""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.course import count_points, sum_site_ml
from stemsup_desktop.consultation.events.event_model import AdverseEvent, Contact
from stemsup_desktop.consultation.events.event_words import (
    CLOSED_WORD,
    GRADE_WORDS,
    NOT_REACHED_WORD,
    OPEN_WORD,
    REACHED_WORD,
    WAY_WORDS,
    say_event,
    say_kind,
)
from stemsup_desktop.consultation.formats import format_date, format_datetime, format_number, format_volume
from stemsup_desktop.consultation.lots import recall_words as said
from stemsup_desktop.consultation.lots.recall_list import RecallPerson
from stemsup_desktop.consultation.lots.recall_model import LotUse, RecipientVisit
from stemsup_desktop.consultation.sites.letters import say_runs
from stemsup_desktop.consultation.treatment_model import Dispensed, Reaction, SiteTreated, VialUsed
from stemsup_desktop.language import Language, Text

SITE_COLUMNS = (said.SITE, said.POINTS, said.PER_POINT, said.VOLUME)


class UseText(msgspec.Struct, frozen=True):
    """One lot by one route in one visit; `sites` are rows of `SITE_COLUMNS`."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    sites: tuple[tuple[str, str, str, str], ...] = ()


class PersonText(msgspec.Struct, frozen=True):
    """One recipient in words."""

    name: str
    kana: str
    chart_number: str
    state: str
    reach: tuple[tuple[str, str], ...]
    uses: tuple[UseText, ...]
    after: tuple[str, ...]
    contacts: tuple[str, ...]


class RecallFacing(msgspec.Struct, frozen=True):
    """Says a recall in one language."""

    names: Names
    language: Language

    def say(self, text: Text) -> str:
        """Return a text."""
        return text.in_language(self.language)

    def join(self, parts: Iterator[str] | tuple[str, ...]) -> str:
        """Return parts as a list."""
        return ("、" if self.language is Language.JA else ", ").join(parts)

    def say_site(self, site_id: str, other: str = "") -> str:
        """Return the name of a site; one that the reference does not hold is called as it was recorded."""
        name = self.names.sites.get(site_id)
        own, words = other.strip(), site_id if name is None else self.say(name)
        return f"{words}{'：' if self.language is Language.JA else ': '}{own}" if own else words

    def say_route(self, use: LotUse) -> str:
        """Return the route of a use in words."""
        name = None if use.route is None else self.names.routes.get(use.route)
        return self.say(name or said.ROUTE_UNKNOWN)

    def say_volume(self, volume_ml: Decimal | None) -> str:
        """Return a volume with its unit, or that it is not recorded."""
        return self.say(said.UNKNOWN) if volume_ml is None else format_volume(volume_ml)


def derive_person(person: RecallPerson, facing: RecallFacing) -> PersonText:
    """Return everything that is known of one recipient and this lot."""
    patient, language = person.patient, facing.language
    return PersonText(
        name=patient.name,
        kana=patient.kana or (patient.romaji if patient.romaji != patient.name else ""),
        chart_number=patient.chart_number,
        state=facing.say(said.LOST if person.is_lost else said.STATES[person.state]),
        reach=(
            (facing.say(said.PHONE), patient.phone),
            (facing.say(said.ADDRESS), patient.address),
            (facing.say(said.LANGUAGE), facing.say(said.LANGUAGES[patient.language])),
            (facing.say(said.BORN), format_date(patient.birth_date, language)),
        ),
        uses=tuple(_say_use(visit, use, facing) for visit in person.recipient.visits for use in visit.uses),
        after=tuple(list_after(person, facing)),
        contacts=tuple(say_contact(contact, facing) for contact in person.contacts),
    )


def _say_use(visit: RecipientVisit, use: LotUse, facing: RecallFacing) -> UseText:
    day = format_date(use.used_at.date(), facing.language)
    heading = facing.say(said.VISIT).format(day=day, number=visit.visit_number, route=facing.say_route(use))
    facts: list[tuple[Text, str]] = []
    is_home_only = bool(use.dispensed) and use.volume_ml is None and not use.vials
    if not is_home_only:
        facts.append((said.GIVEN, facing.say_volume(use.volume_ml)))
    if use.drawn_up_ml is not None:
        facts.append((said.DRAWN_UP, facing.say_volume(use.drawn_up_ml)))
    if use.vials:
        facts.append((said.VIALS, facing.join(tuple(say_vial(vial, facing) for vial in use.vials))))
    if use.dispensed:
        facts.append((said.AT_HOME, facing.join(tuple(say_dispensed(one, facing) for one in use.dispensed))))
    sites = tuple(_say_site(site, facing) for site in use.sites)
    return UseText(heading, tuple((facing.say(label), value) for label, value in facts), sites)


def _say_site(site: SiteTreated, facing: RecallFacing) -> tuple[str, str, str, str]:
    unknown = facing.say(said.UNKNOWN)

    def number(value: Decimal | int | None) -> str:
        return unknown if value is None else format_number(value)

    each = say_runs([number(point.volume_ml) for point in site.marked]) if site.marked else ""
    return facing.say_site(site.site_id, site.other), number(count_points(site)), each, number(sum_site_ml(site))


def say_vial(vial: VialUsed, facing: RecallFacing) -> str:
    """Return a vial with what was drawn up of it and thrown away."""
    number = vial.vial.strip() or facing.say(said.NO_NUMBER)
    parts = tuple(
        facing.say(part).format(volume=format_volume(volume))
        for part, volume in zip(said.OF_VIAL, (vial.drawn_up_ml, vial.discarded_ml), strict=True)
        if volume is not None
    )
    return facing.say(said.VIAL_PART).format(vial=number, parts=facing.join(parts)) if parts else number


def say_dispensed(one: Dispensed, facing: RecallFacing) -> str:
    """Return what was handed out on a day."""
    part = facing.say(said.HOME_PART).format(units=one.units, day=format_date(one.dispensed_on, facing.language))
    if one.use_by is None:
        return part
    return facing.say(said.HOME_USE_BY).format(part=part, use_by=format_date(one.use_by, facing.language))


def list_after(person: RecallPerson, facing: RecallFacing) -> Iterator[str]:
    """Yield the reactions at the treatments, then the events with their state; a reaction that is followed once."""
    for visit in person.recipient.visits:
        for reaction in visit.reactions:
            if not reaction.event_id:
                yield say_reaction(visit, reaction, facing)
    for event in person.recipient.events:
        yield say_event_line(event, facing)


def say_reaction(visit: RecipientVisit, reaction: Reaction, facing: RecallFacing) -> str:
    """Return what was seen at a treatment."""
    name = facing.say(say_kind(reaction.kind, "", facing.names.events))
    if reaction.site_id:
        name = facing.say(said.REACTION_AT).format(
            name=name, place=_say_place(reaction.site_id, reaction.point, facing)
        )
    grade = facing.say(GRADE_WORDS[reaction.grade])
    day = format_date(visit.day, facing.language)
    return facing.say(said.REACTION).format(day=day, name=name, grade=_with_grade(grade, facing))


def say_event_line(event: AdverseEvent, facing: RecallFacing) -> str:
    """Return an event with its grade and whether it is still followed."""
    name = facing.say(say_event(event, facing.names.events))
    if event.site_id:
        name = facing.say(said.REACTION_AT).format(name=name, place=_say_place(event.site_id, event.point, facing))
    day = format_date(event.onset_on or event.recorded_at.date(), facing.language)
    grade = _with_grade(facing.say(GRADE_WORDS[event.grade]), facing)
    state = facing.say(OPEN_WORD if event.is_open else CLOSED_WORD)
    return facing.say(said.EVENT).format(day=day, name=name, grade=grade, state=state)


def _with_grade(grade: str, facing: RecallFacing) -> str:
    return grade if facing.language is Language.JA else f"grade {grade}"


def _say_place(site_id: str, point: int | None, facing: RecallFacing) -> str:
    site = facing.say_site(site_id)
    return site if point is None else facing.say(said.POINT).format(site=site, point=point)


def say_contact(contact: Contact, facing: RecallFacing) -> str:
    """Return when, how and by whom a patient was called or written to, and with what result."""
    line = facing.say(said.CONTACTED).format(
        moment=format_datetime(contact.at, facing.language),
        way=facing.say(WAY_WORDS[contact.way]),
        result=facing.say(REACHED_WORD if contact.was_reached else NOT_REACHED_WORD),
        by=contact.by,
    )
    return facing.say(said.NOTED).format(said=line, note=contact.note) if contact.note.strip() else line

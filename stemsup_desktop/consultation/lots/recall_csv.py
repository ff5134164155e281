"""A recall as a table for a spreadsheet: one row for each thing that was given or happened, nothing added up twice."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from stemsup_desktop.consultation.events.event_words import WAY_WORDS
from stemsup_desktop.consultation.formats import format_datetime
from stemsup_desktop.consultation.lots import recall_words as said
from stemsup_desktop.consultation.lots.recall_list import RecallList, RecallPerson
from stemsup_desktop.consultation.lots.recall_model import LotUse, RecipientVisit
from stemsup_desktop.consultation.lots.recall_text import RecallFacing, say_event_line, say_reaction
from stemsup_desktop.language import Text

BYTE_ORDER_MARK = "\ufeff"
"""By this a spreadsheet knows that the file is UTF-8."""

_FORMULA = frozenset("=+-@\t\r\n")
_ENTRY = Text("Entry", "内容")
_WHAT = {
    "given": Text("Given by this route", "この経路の投与量"),
    "point": Text("Point", "注射点"),
    "site": Text("Site without marked points", "注射点の記録がない部位"),
    "vial": Text("Vial", "バイアル"),
    "home": Text("Taken home", "ご自宅用"),
    "reaction": Text("Reaction", "副反応"),
    "event": Text("Adverse event", "有害事象"),
}
_PERSON = (
    *(said.CHART, said.NAME, said.KANA, said.BORN, said.PHONE, said.ADDRESS, said.LANGUAGE, said.STATE),
    Text("Last contact", "最後の連絡"),
)
_ROW = (
    Text("Day", "日付"),
    Text("Visit", "受診回"),
    Text("Route", "投与経路"),
    _ENTRY,
    said.SITE,
    Text("Point no.", "注射点の番号"),
    said.POINTS,
    Text("Volume (mL)", "量（mL）"),
    Text("Drawn up (mL)", "吸い上げ量（mL）"),
    Text("Discarded (mL)", "廃棄量（mL）"),
    Text("Vial", "バイアル"),
    Text("Units", "個数"),
    Text("Use by", "使用期限"),
    Text("Note", "備考"),
)
_PLACES = (
    *("day", "visit", "route", "what", "site", "point", "points", "volume_ml", "drawn_up_ml", "discarded_ml"),
    *("vial", "units", "use_by", "note"),
)
Cell = str | int | Decimal | date | None


def write_recall_csv(
    recall: RecallList, facing: RecallFacing, report: Callable[[int, int], None] = lambda _done, _total: None
) -> bytes:
    """Return the table as UTF-8 with a byte order mark; `report` hears of each patient, and may raise to stop.

    A cell that a spreadsheet would take for a formula is text. Volumes stand with the digits that were entered.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([facing.say(said.LOT), *(facing.say(text) for text in (*_PERSON, *_ROW))])
    for number, person in enumerate(recall.people, 1):
        who = (recall.lot_number, *_describe(person, facing))
        for row in _list_rows(person, facing):
            writer.writerow([write_cell(cell) for cell in (*who, *(row.get(place) for place in _PLACES))])
        report(number, len(recall.people))
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def write_cell(cell: Cell) -> str:
    """Return a cell as text, with an apostrophe before what would be a formula."""
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:f}"
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
        case str():
            first = unicodedata.normalize("NFKC", cell.lstrip(" \u3000")[:1])
            return f"'{cell}" if first[:1] in _FORMULA and first else cell


def _describe(person: RecallPerson, facing: RecallFacing) -> Iterator[Cell]:
    patient = person.patient
    yield from (patient.chart_number, patient.name, patient.kana or patient.romaji, patient.birth_date)
    yield from (patient.phone, patient.address, facing.say(said.LANGUAGES[patient.language]))
    yield facing.say(said.LOST if person.is_lost else said.STATES[person.state])
    last = person.contacts[-1] if person.contacts else None
    yield "" if last is None else f"{format_datetime(last.at, facing.language)} {facing.say(WAY_WORDS[last.way])}"


def _list_rows(person: RecallPerson, facing: RecallFacing) -> Iterator[dict[str, Cell]]:
    for visit in person.recipient.visits:
        for use in visit.uses:
            yield from _list_use(visit, use, facing)
        for reaction in visit.reactions:
            if not reaction.event_id:
                words = say_reaction(visit, reaction, facing)
                yield _row(visit.day, visit, facing, "reaction", note=words)
    for event in person.recipient.events:
        day = event.onset_on or event.recorded_at.date()
        yield _row(day, None, facing, "event", note=say_event_line(event, facing))


def _list_use(visit: RecipientVisit, use: LotUse, facing: RecallFacing) -> Iterator[dict[str, Cell]]:
    def row(what: str, **more: Cell) -> dict[str, Cell]:
        return _row(use.used_at.date(), visit, facing, what, route=facing.say_route(use), **more)

    yield row("given", volume_ml=use.volume_ml, drawn_up_ml=use.drawn_up_ml)
    for site in use.sites:
        name = facing.say_site(site.site_id, site.other)
        for number, point in enumerate(site.marked, 1):
            yield row("point", site=name, point=number, volume_ml=point.volume_ml, note=site.note)
        if not site.marked:
            yield row("site", site=name, points=site.points, volume_ml=site.volume_ml, note=site.note)
    for vial in use.vials:
        yield row("vial", vial=vial.vial, drawn_up_ml=vial.drawn_up_ml, discarded_ml=vial.discarded_ml)
    for one in use.dispensed:
        home = row("home", units=one.units, use_by=one.use_by)
        yield {**home, "day": one.dispensed_on}


def _row(day: date, visit: RecipientVisit | None, facing: RecallFacing, what: str, **more: Cell) -> dict[str, Cell]:
    number = None if visit is None else visit.visit_number
    return {"day": day, "visit": number, "what": facing.say(_WHAT[what]), **more}

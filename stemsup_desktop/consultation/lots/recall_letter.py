"""The letter to one patient who received a recalled lot: what was given, what the maker says, what to do. In one
language, as a clinic writes it.
"""

from datetime import date

import msgspec

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_model import Block, Bullets, Facts, Grid, Paragraph
from stemsup_desktop.consultation.formats import format_date, format_volume
from stemsup_desktop.consultation.lots import recall_words as said
from stemsup_desktop.consultation.lots.lot_model import LotProduct, Recall
from stemsup_desktop.consultation.lots.recall_list import RecallList, RecallPerson
from stemsup_desktop.consultation.lots.recall_model import LotUse, RecipientVisit
from stemsup_desktop.consultation.lots.recall_text import RecallFacing, say_dispensed
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.sheet_facing import NOT_GIVEN
from stemsup_desktop.consultation.sheet_model import SheetPart
from stemsup_desktop.consultation.sheet_text import SheetForm
from stemsup_desktop.consultation.treatment_model import SiteTreated
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text

_DEAR, _OPENS_WITH = "Dear {name},", "拝啓　{text}"
_BELOW, _END = "記", "以上"
"""Of a Japanese letter: what is enumerated follows its end under the first, and ends with the second."""
_SENDER = "医師"
_REGARDS = Text("Yours sincerely,", "敬具")
_TO = Text("{name}", "{name} 様")
_LOT_DAY = Text("Recall recorded on", "回収の対象とした日")
_REASON = Text("Reason given for the recall", "回収の理由")
_SOURCE = Text("Given by", "連絡元")
_DAY, _HOW = Text("Day", "使用した日"), Text("How", "使用方法")
_WHERE, _AMOUNT = Text("Where", "場所"), Text("Amount", "量")
_WATCH = {
    Route.INTRADERMAL: "watch-intradermal",
    Route.INTRAVENOUS: "watch-intravenous",
    Route.INTRANASAL: "watch-intranasal",
}


class RecallNotice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a letter is written from, as it was at that moment; this is kept with the letter."""

    clinic: Clinic
    physician: Physician
    patient: Patient
    product: LotProduct
    lot_number: str
    recall: Recall
    visits: tuple[RecipientVisit, ...]


class Letter(msgspec.Struct, frozen=True):
    """A letter in reading order; `parts` are numbered, after `below` where the language has a word for it.

    `regards` end the letter itself: at the right, or with `signs_left` at the left as in an English letter.
    """

    language: Language
    title: str
    form_id: str
    form_version: str
    date: str
    to: tuple[str, ...]
    sender: tuple[str, ...]
    opening: tuple[str, ...]
    regards: tuple[str, ...]
    signs_left: bool
    below: str
    parts: tuple[SheetPart, ...]
    end: str
    clinic_name: str


def make_notice(recall: RecallList, person: RecallPerson, clinic: Clinic, physician: Physician) -> RecallNotice:
    """Return what a letter to one recipient is written from.

    Raises `InputProblem` recall-not-standing: without a recall there is nothing to tell.
    """
    if recall.entry is None or recall.recall is None:
        raise InputProblem("recall-not-standing", "The lot is not marked as recalled. Mark it first, with its reason.")
    visits = person.recipient.visits
    return RecallNotice(
        clinic, physician, person.patient, recall.entry.product, recall.lot_number, recall.recall, visits
    )


def derive_letter(notice: RecallNotice, form: SheetForm, facing: RecallFacing, day: date) -> Letter:
    """Return the letter in the language of `facing`, dated `day`."""
    clinic, language = notice.clinic, facing.language
    name = (language is Language.EN and clinic.name_en) or clinic.name
    opening = [_fill(form, section, notice, facing) for section in ("greeting", "news", "meaning")]
    patient = notice.patient
    called = (language is Language.EN and patient.romaji) or patient.name
    is_japanese = language is Language.JA
    if is_japanese:
        opening[0] = _OPENS_WITH.format(text=opening[0])
    else:
        opening.insert(0, _DEAR.format(name=called))
    physician = (language is Language.EN and notice.physician.name_en) or notice.physician.name
    return Letter(
        language=language,
        title=facing.say(form.title),
        form_id=form.id,
        form_version=form.version,
        date=format_date(day, language),
        to=tuple(part for part in (patient.address, facing.say(_TO).format(name=called)) if part.strip()),
        sender=tuple(
            part
            for part in (name, clinic.address, clinic.phone, f"{_SENDER}　{physician}" if is_japanese else "")
            if part.strip()
        ),
        opening=tuple(opening),
        regards=(facing.say(_REGARDS),) if is_japanese else (facing.say(_REGARDS), physician, name),
        signs_left=not is_japanese,
        below=_BELOW if is_japanese else "",
        parts=tuple(_derive_parts(notice, form, facing)),
        end=_END if is_japanese else "",
        clinic_name=name,
    )


def _fill(form: SheetForm, section_id: str, notice: RecallNotice, facing: RecallFacing) -> str:
    lead = form.get_section(section_id).lead
    return "" if lead is None else _with_clinic(lead, notice, facing)


def _with_clinic(text: Text, notice: RecallNotice, facing: RecallFacing) -> str:
    clinic = notice.clinic
    given = {
        "clinic_name": (facing.language is Language.EN and clinic.name_en) or clinic.name,
        "clinic_phone": clinic.phone,
        "emergency_phone": clinic.emergency_phone or clinic.phone,
        "emergency_hospital": clinic.emergency_hospital,
    }
    return facing.say(text).format(**{key: value or facing.say(NOT_GIVEN) for key, value in given.items()})


def _derive_parts(notice: RecallNotice, form: SheetForm, facing: RecallFacing) -> list[SheetPart]:
    uses = [use for visit in notice.visits for use in visit.uses]
    parts = [
        _part(notice, form, facing, "product", _say_lot(notice, facing)),
        _part(notice, form, facing, "given", _say_given(uses, facing)),
    ]
    watch: list[Block] = []
    for route in dict.fromkeys(use.route for use in uses):
        if route is not None:
            section = form.get_section(_WATCH[route])
            watch.append(Paragraph(facing.say(section.heading), is_strong=True))
            watch.append(Bullets(tuple(facing.say(item) for item in section.items)))
    parts.append(_part(notice, form, facing, "watch", *watch))
    parts.append(_part(notice, form, facing, "do"))
    if any(use.dispensed for use in uses):
        parts.append(_part(notice, form, facing, "home"))
    return [*parts, _part(notice, form, facing, "contact")]


def _part(notice: RecallNotice, form: SheetForm, facing: RecallFacing, section_id: str, *blocks: Block) -> SheetPart:
    """Return a section: its sentence, its list, then what is known of this patient."""
    section = form.get_section(section_id)
    lead = () if section.lead is None else (Paragraph(_with_clinic(section.lead, notice, facing)),)
    items = (Bullets(tuple(facing.say(item) for item in section.items)),) if section.items else ()
    return SheetPart(facing.say(section.heading), (*lead, *items, *blocks))


def _say_lot(notice: RecallNotice, facing: RecallFacing) -> Facts:
    product, recall = notice.product, notice.recall
    name = facing.say(Text(product.name_en or product.name_ja, product.name_ja or product.name_en))
    pairs = (
        (said.PRODUCT, name),
        (said.LOT, notice.lot_number),
        (said.MAKER, product.maker),
        (_LOT_DAY, format_date(recall.recalled_at.date(), facing.language)),
        (_SOURCE, recall.source),
        (_REASON, recall.reason),
    )
    return Facts(tuple((facing.say(label), value) for label, value in pairs if value.strip()))


def _say_given(uses: list[LotUse], facing: RecallFacing) -> Grid:
    columns = tuple(facing.say(text) for text in (_DAY, _HOW, _WHERE, _AMOUNT))
    return Grid(columns, tuple(_say_use(use, facing) for use in uses))


def _say_use(use: LotUse, facing: RecallFacing) -> tuple[str, str, str, str]:
    day = format_date(use.used_at.date(), facing.language)
    home = tuple(say_dispensed(one, facing) for one in use.dispensed)
    amounts = [] if use.volume_ml is None else [format_volume(use.volume_ml)]
    if home:
        amounts.append(f"{facing.say(said.AT_HOME)}: {facing.join(home)}")
    where = facing.join(tuple(_say_site(site, facing) for site in use.sites))
    return day, facing.say_route(use), where, "\n".join(amounts) or facing.say(said.UNKNOWN)


def _say_site(site: SiteTreated, facing: RecallFacing) -> str:
    return facing.say_site(site.site_id, site.other)

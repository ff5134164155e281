"""The recall list on paper: a working paper of the clinic with everyone who received a lot, to the last point."""

from collections.abc import Callable
from datetime import datetime

from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.consultation.formats import format_date, format_datetime
from stemsup_desktop.consultation.lots import recall_words as said
from stemsup_desktop.consultation.lots.recall_list import RecallList
from stemsup_desktop.consultation.lots.recall_text import (
    SITE_COLUMNS,
    PersonText,
    RecallFacing,
    UseText,
    derive_person,
)
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import title_block
from stemsup_desktop.documents.pieces import Follow, Gap, Piece, Stack
from stemsup_desktop.documents.printing import print_document
from stemsup_desktop.documents.structure import Tag
from stemsup_desktop.documents.styles import LABEL, MM, NOTE, STRONG, TABLE, TABLE_STRONG
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Language, LanguageForm, Text

FORM_VERSION = "1"
"""Of the layout: the paper is no form that anybody signs."""


def name_recall_list(recall: RecallList, made_at: datetime) -> str:
    """Return what the paper is called: the lot and the moment, and nothing of a patient."""
    lot = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in recall.lot_number)[:40]
    return f"RECALL-{lot.strip('-') or 'LOT'}-{made_at:%Y%m%d-%H%M}"


def render_recall_list(
    recall: RecallList,
    facing: RecallFacing,
    clinic: Clinic,
    made_at: datetime,
    fonts: FontFolder,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> RenderedDocument:
    """Render the list in the language of `facing`; `made_at` is aware. Nobody signs it, and no vault keeps it.

    `report` hears of each patient, and may raise to stop.
    """
    setter, language = Typesetter(fonts), facing.language
    title = facing.say(said.TITLE if recall.recall is not None else said.TITLE_USED)
    lot = f"{facing.say(said.LOT)} {recall.lot_number}"
    flow: list[Piece] = [
        title_block(setter, f"{title}  {recall.lot_number}", facing.say(said.SUBTITLE)),
        Gap(1 * MM),
        setter.facts(_describe(recall, facing, made_at)),
    ]
    if not recall.people:
        flow += [Gap(4 * MM), setter.prose(facing.say(said.NOBODY), title, STRONG)]
    for number, person in enumerate(recall.people, 1):
        flow += _set_person(setter, number, derive_person(person, facing), facing)
        report(number, len(recall.people))
    name = (language is Language.EN and clinic.name_en) or clinic.name
    document_number = name_recall_list(recall, made_at)
    furniture = Furniture(
        clinic=name,
        patient=lot,  # where other papers name their patient, every page names its lot
        chart_number="",
        form=title,
        version=FORM_VERSION,
        request=DocumentRequest(document_number, made_at, LanguageForm(language), seal_fields=()),
        note=said.FOOT,
        has_page_code=False,
    )
    return print_document([flow], furniture, setter, title)


def _describe(recall: RecallList, facing: RecallFacing, made_at: datetime) -> list[tuple[str, str]]:
    language, entry, standing = facing.language, recall.entry, recall.recall
    pairs: list[tuple[Text, str]] = [(said.LOT, recall.lot_number)]
    if entry is None:
        pairs.append((said.PRODUCT, facing.say(said.NOT_IN_BOOK)))
    else:
        product, lot = entry.product, entry.lot
        name = facing.say(Text(product.name_en or product.name_ja, product.name_ja or product.name_en))
        expires = "" if lot.expires_on is None else format_date(lot.expires_on, language)
        pairs += [(said.PRODUCT, name), (said.MAKER, product.maker), (said.EXPIRES, expires)]
        pairs.append((said.VIALS_LEFT, f"{entry.vials_left}"))
    pairs.append((said.MADE_ON, format_datetime(made_at, language)))
    if standing is None:
        pairs.append((said.REASON, facing.say(said.NO_RECALL)))
    else:
        pairs += [
            (said.RECALLED_ON, format_datetime(standing.recalled_at, language)),
            (said.RECALLED_BY, standing.recalled_by),
            (said.REASON, standing.reason),
            (said.SOURCE, standing.source),
        ]
    count = facing.say(said.COUNT_VALUE).format(count=len(recall.people), reached=recall.reached)
    return [(facing.say(label), value) for label, value in (*pairs, (said.COUNT, count))]


def _set_person(setter: Typesetter, number: int, person: PersonText, facing: RecallFacing) -> list[Piece]:
    """Set one recipient on one page, if a page can hold it: a loose page then names who it is about."""
    kana = f"  {person.kana}" if person.kana else ""
    heading = setter.heading(f"{number}", f"{person.name}{kana}", f"{person.chart_number}   {person.state}")
    where = f"{number}"
    pieces: list[Piece] = [heading, Follow(setter.facts(person.reach, where))]
    for use in person.uses:
        pieces += _set_use(setter, use, where, facing)
    pieces += _set_lines(setter, said.AFTER, person.after, said.NOTHING_AFTER, where, facing)
    pieces += _set_lines(setter, said.CONTACTS, person.contacts, said.NO_CONTACT, where, facing)
    return [Gap(5 * MM), Stack(pieces, is_kept=True)]


def _set_use(setter: Typesetter, use: UseText, where: str, facing: RecallFacing) -> list[Piece]:
    said_facts = "   ".join(f"{label} {value}" for label, value in use.facts)
    pieces: list[Piece] = [
        Gap(2 * MM),
        Follow(setter.prose(use.heading, where, TABLE_STRONG, tag=Tag.H3)),
        Stack([setter.prose(said_facts, where, TABLE)]) if said_facts else Gap(0),
    ]
    if use.sites:
        columns = tuple(facing.say(text) for text in SITE_COLUMNS)
        pieces[-1] = Follow(pieces[-1])
        pieces += [Gap(1 * MM), setter.grid(columns, use.sites, where, right_aligned=(1, 3))]
    return pieces


def _set_lines(
    setter: Typesetter, label: Text, lines: tuple[str, ...], none: Text, where: str, facing: RecallFacing
) -> list[Piece]:
    named = Follow(setter.prose(facing.say(label), where, LABEL))
    if not lines:
        return [Gap(1.6 * MM), named, setter.prose(facing.say(none), where, NOTE)]
    return [Gap(1.6 * MM), named, setter.bullets(lines, where, style=TABLE)]

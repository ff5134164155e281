"""`stemsup recall`: everyone who received a lot, where, how much, when, what happened after, and how to reach them."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemsup_desktop.commands.desk import AS_JSON, FILE, LANGUAGE, Desk, check_target, read_path
from stemsup_desktop.commands.printing import plain, print_result
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text

if TYPE_CHECKING:
    from stemsup_desktop.consultation.lots.lot_model import LotEntry
    from stemsup_desktop.consultation.lots.recall_list import RecallList, RecallPerson
    from stemsup_desktop.consultation.lots.recall_model import RecipientVisit
    from stemsup_desktop.consultation.lots.recall_text import RecallFacing, UseText
    from stemsup_desktop.content import Content
    from stemsup_desktop.store.vault import Vault


@click.command(short_help="Who received a lot, where, how much and when.")
@click.argument("lot")
@click.option("--csv", "table", type=FILE, help="Write the list as a table for a spreadsheet, a new file.")
@click.option("--list", "paper", type=FILE, help="Write the list as PDF to print, a new file.")
@click.option(
    "--letters",
    "folder",
    type=FILE,
    help="Write a letter to each patient who has none yet, keep it, and put all of them into a new folder in this one.",
)
@sign_in_options
@LANGUAGE
@AS_JSON
@click.pass_obj
def recall(
    desk: Desk,
    lot: str,
    table: Path | None,
    paper: Path | None,
    folder: Path | None,
    sign_in: SignIn,
    language: str,
    as_json: bool,
) -> None:
    """List everyone who received the LOT of a number, visit by visit, with what happened after and how to reach them.

    The number is compared without regard to width, capitals and blanks. What is listed is what the records of the
    treatments say; the history of the vault keeps that the list was made, and that a file of it left. Files name
    patients and are not encrypted; letters are in the patients' languages, their file names hold document numbers.
    Volumes are in mL, as they were entered.
    """
    for target in (table, paper):
        if target is not None:
            check_target(read_path(target))
    now, written, lines = desk.clock(), list[str](), list[str]()
    with sign_in.open() as vault:
        entries, found = vault.find_lots(lot), vault.load_recall(lot)
        if not entries and not found.people:
            raise InputProblem(
                "recall-lot-unknown",
                "No lot of this number is in the lot book, and no treatment names it. Check the number on the label.",
            )
        if not as_json or table or paper or folder:
            content = _read_content()
            facing = _face(content, Language(language))
            if table is not None:
                written.append(_write_table(vault, found, facing, table))
            if paper is not None:
                written.append(_write_paper(vault, found, facing, paper, now))
            if folder is not None:
                written.append(_write_letters(vault, found, content, folder, now))
            lines = [*_say(lot, entries, found, facing), *map(plain, written)]
    facts = {
        "lot_number": lot,
        "lots": [_describe_lot(entry) for entry in entries],
        "recipients": [_describe_recipient(one) for one in found.people],
        "written": written,
    }
    print_result(facts, as_json, lambda: "\n".join(lines))


def _read_content() -> "Content":
    from stemsup_desktop.content import read_content
    from stemsup_desktop.resources import find_resources

    return read_content(find_resources())


def _face(content: "Content", language: Language) -> "RecallFacing":
    from stemsup_desktop.consultation.lots.recall_text import RecallFacing

    return RecallFacing(content.names, language)


def _write_table(vault: "Vault", found: "RecallList", facing: "RecallFacing", target: Path) -> str:
    from stemsup_desktop.consultation.lots.recall_csv import write_recall_csv
    from stemsup_desktop.documents.files import save_document

    save_document(write_recall_csv(found, facing), target)
    vault.note_recall_exported(found.lot_number, "csv", len(found.people))
    return str(target)


def _write_paper(vault: "Vault", found: "RecallList", facing: "RecallFacing", target: Path, now: datetime) -> str:
    from stemsup_desktop.documents.files import save_document
    from stemsup_desktop.documents.fonts import FontFolder
    from stemsup_desktop.documents.recall_list import render_recall_list
    from stemsup_desktop.resources import find_resources

    fonts = FontFolder(find_resources() / "fonts")
    save_document(render_recall_list(found, facing, vault.load_clinic(), now, fonts).pdf, target)
    vault.note_recall_exported(found.lot_number, "pdf", len(found.people))
    return str(target)


def _write_letters(vault: "Vault", found: "RecallList", content: "Content", folder: Path, now: datetime) -> str:
    """Write the letters that are missing, each kept whole; then export all of them under their numbers."""
    from stemsup_desktop.documents.export import write_export
    from stemsup_desktop.documents.fonts import FontFolder
    from stemsup_desktop.outgoing_export import make_exported
    from stemsup_desktop.recall_papers import keep_letter, make_letter, order_letter
    from stemsup_desktop.resources import find_resources

    if not folder.is_dir():
        raise InputProblem("target-folder-missing", f"The folder {folder} does not exist.")
    fonts, numbers = FontFolder(find_resources() / "fonts"), []
    for person in found.people:
        if person.is_lost:
            continue
        if person.letters:
            numbers.append(person.letters[-1])
            continue
        order = order_letter(vault, found, person, now)
        keep_letter(vault, order, make_letter(order, content, fonts), content)
        numbers.append(order.number)
    head = vault.read_audit_head()
    copies = tuple(vault.load_copy(number) for number in numbers)
    report = write_export(folder, make_exported(copies), now, f"{head.sequence}:{head.hash}")
    vault.note_documents_exported(numbers, report.manifest_sha256)
    return report.folder


def _describe_lot(entry: "LotEntry") -> dict[str, object]:
    lot, product = entry.lot, entry.product
    return {
        "lot_id": lot.lot_id,
        "number": lot.number,
        "product": {"name_en": product.name_en, "name_ja": product.name_ja, "maker": product.maker},
        "expires_on": lot.expires_on,
        "is_recalled": lot.is_recalled,
        "recalls": lot.recalls,
        "vials_received": lot.vials_received,
        "vials_used": entry.vials_used,
        "vials_discarded": entry.vials_discarded,
        "vials_left": entry.vials_left,
    }


def _describe_recipient(person: "RecallPerson") -> dict[str, object]:
    recipient, patient = person.recipient, person.patient
    return {
        "patient_id": patient.patient_id,
        "chart_number": patient.chart_number,
        "name": patient.name,
        "kana": patient.kana,
        "romaji": patient.romaji,
        "birth_date": patient.birth_date,
        "language": patient.language,
        "phone": patient.phone,
        "address": patient.address,
        "visits": [_describe_visit(visit) for visit in recipient.visits],
        "events": recipient.events,
        "contact_state": person.state,
        "contacts": person.contacts,
        "letters": person.letters,
    }


def _describe_visit(visit: "RecipientVisit") -> dict[str, object]:
    return {
        "consultation_id": visit.consultation_id,
        "visit_number": visit.visit_number,
        "day": visit.day,
        "uses": visit.uses,
        "reactions": visit.reactions,
    }


def _say(lot: str, entries: "tuple[LotEntry, ...]", found: "RecallList", facing: "RecallFacing") -> Iterator[str]:
    from stemsup_desktop.consultation.lots import recall_words as said
    from stemsup_desktop.consultation.lots.recall_text import derive_person

    if not entries:
        yield f"{facing.say(said.LOT)} {plain(lot)}: {facing.say(said.NOT_IN_BOOK)}"
    for entry in entries:
        standing = said.RECALLED if entry.lot.is_recalled else said.NO_RECALL
        product = entry.product
        name = facing.say(Text(product.name_en or product.name_ja, product.name_ja or product.name_en))
        left = f"{facing.say(said.VIALS_LEFT)} {entry.vials_left}"
        lot_name = f"{facing.say(said.LOT)} {entry.lot.number}"
        yield plain(f"{lot_name}: {'; '.join((name, facing.say(standing), left))}")
    count = facing.say(said.COUNT_VALUE).format(count=len(found.people), reached=found.reached)
    yield f"{facing.say(said.COUNT)}: {count}"
    for person in found.people:
        text = derive_person(person, facing)
        reach = tuple(f"{label}: {value or facing.say(said.UNKNOWN)}" for label, value in text.reach)
        yield plain("; ".join((text.chart_number, text.name, text.state, *reach)))
        for use in text.uses:
            first, *sites = map(plain, _say_use(use, facing))
            yield from (f"  {first}", *(f"    {site}" for site in sites))
        yield from (f"  {plain(line)}" for line in (*text.after, *text.contacts))


def _say_use(use: "UseText", facing: "RecallFacing") -> Iterator[str]:
    from stemsup_desktop.consultation.lots.recall_text import SITE_COLUMNS

    yield "; ".join((use.heading, *(f"{label} {value}" for label, value in use.facts)))
    labels = [facing.say(text) for text in SITE_COLUMNS]
    for name, *values in use.sites:
        known = (f"{label} {value}" for label, value in zip(labels[1:], values, strict=True) if value)
        yield "; ".join((name, *known))

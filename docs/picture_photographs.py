"""Pictures of photographs: the list, adding, two compared, measuring, and what is said where there is no consent.

Whoever is on them was drawn by the code below: no picture is of a person.
"""

import io
import random
import tempfile
from datetime import timedelta
from pathlib import Path

import msgspec
from picture_tools import PAGE_MS, ask_vault, choose_scheme, list_schemes, take, wait
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtCore import QPointF

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Choices, Consent, Consultation, GivenConsent
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.desktop import Clock
from stemsup_desktop.documents.photographs import read_photograph
from stemsup_desktop.language import Language
from stemsup_desktop.store.entries import PhotographToAdd
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.photographs.sheet import PhotographSheet
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

_SKIN, _HAIR, _LINE = (222, 180, 152), (58, 44, 40), (150, 106, 88)
_NUMBER = "CNS-2026-90001"
NOTES = {
    Language.EN: ("before the first session", "after session 2", "crown, parted", "after session 2, parted"),
    Language.JA: ("初回の前", "2回目の後", "頭頂部、分け目", "2回目の後、分け目"),
}


def draw_face(redness: int, ruler_px: int, seed: int = 7) -> bytes:
    """Draw an invented face with a ruler of 10 mm, as a PNG."""
    width, height = 900, 1200
    image = Image.new("RGB", (width, height), (188, 200, 206))
    pen = ImageDraw.Draw(image)
    pen.rectangle((330, 880, 570, 1200), fill=tuple(value - 14 for value in _SKIN))
    pen.ellipse((170, 60, 730, 760), fill=_HAIR)
    pen.ellipse((210, 150, 690, 980), fill=_SKIN)
    pen.pieslice((190, 90, 710, 520), 190, 350, fill=_HAIR)
    for left in (290, 510):
        pen.arc((left, 470, left + 110, 540), 190, 350, fill=_LINE, width=9)
        pen.ellipse((left + 32, 500, left + 78, 540), fill=(70, 54, 48))
        pen.arc((left - 8, 410, left + 118, 500), 205, 335, fill=_HAIR, width=14)
    pen.line((450, 540, 430, 680, 470, 690), fill=_LINE, width=7)
    pen.arc((370, 700, 530, 820), 25, 155, fill=(176, 92, 88), width=12)
    chance = random.Random(seed)
    for _ in range(redness):
        x, y, size = chance.gauss(330, 50), chance.gauss(640, 50), chance.uniform(2, 7)
        pen.ellipse((x, y, x + size, y + size), fill=(196, 118, 104))
    image = image.filter(ImageFilter.GaussianBlur(2.5))
    _draw_ruler(ImageDraw.Draw(image), 560, 1040, ruler_px)
    return _write(image)


def draw_crown(hairs: int, ruler_px: int, seed: int = 11) -> bytes:
    """Draw an invented crown from above with parted hair and a ruler of 10 mm, as a PNG."""
    image = Image.new("RGB", (1200, 900), (214, 178, 154))
    pen, chance = ImageDraw.Draw(image), random.Random(seed)
    for _ in range(hairs):
        x, y = chance.uniform(0, 1200), chance.uniform(0, 900)
        side = -1 if x < 600 else 1
        shade = chance.randint(-14, 24)
        pen.line(
            (x, y, x + side * chance.uniform(60, 190), y + chance.uniform(40, 150)),
            fill=tuple(value + shade for value in _HAIR),
            width=3,
        )
    image = image.filter(ImageFilter.GaussianBlur(1))
    _draw_ruler(ImageDraw.Draw(image), 60, 790, ruler_px)
    return _write(image)


def _draw_ruler(pen: ImageDraw.ImageDraw, left: int, top: int, length_px: int) -> None:
    pen.rectangle((left - 20, top - 10, left + length_px + 20, top + 60), fill=(248, 248, 244))
    for mark in range(11):
        x = left + round(mark * length_px / 10)
        pen.line((x, top, x, top + (34 if mark % 5 == 0 else 20)), fill=(20, 20, 20), width=3)


def _write(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _with_day(data: bytes) -> bytes:
    """Return a picture as a camera writes it: a JPEG that says the day."""
    exif, target = Image.Exif(), io.BytesIO()
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 10:44:00"
    Image.open(io.BytesIO(data)).save(target, "JPEG", exif=exif)
    return target.getvalue()


def take_photographs(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take each state of the sheet; the photographs lie in the throw-away vault."""
    patient, other = ask_vault(workspace, lambda vault: _keep_photographs(vault, language, clock))
    window = workspace.window
    window.go_to("patients")
    page = window.stack.current_page
    if not isinstance(page, PatientsPage):
        raise TypeError("the page of patients is another one")
    for scheme in list_schemes():
        choose_scheme(workspace, scheme)
        name = f"{scheme}-{language}"
        _take_list(page, patient, name)
        _take_refused(page, other, name)
    choose_scheme(workspace, Scheme.LIGHT)
    ask_vault(workspace, lambda vault: _withdraw(vault, patient, clock))
    for scheme in list_schemes():
        choose_scheme(workspace, scheme)
        sheet = _open(page, patient)
        take(page.window(), f"photographs-withdrawn-{scheme}-{language}")
        sheet.leave()
    choose_scheme(workspace, Scheme.LIGHT)


def _take_list(page: PatientsPage, patient: Patient, name: str) -> None:
    sheet = _open(page, patient)
    shelf = sheet.gallery.shelf
    if shelf is None or len(shelf.photographs) != 4:
        raise LookupError("the photographs are not there")
    faces = tuple(one.photo_id for one in shelf.photographs if one.view == "front")
    crowns = tuple(one.photo_id for one in shelf.photographs if one.view == "top")
    for tile in sheet.overview.tiles:
        tile.setChecked(tile.photo_id in faces)
    take(page.window(), f"photographs-list-{name}")
    sheet.look_at(faces)
    take(page.window(), f"photographs-compared-{name}", 2 * PAGE_MS)
    sheet.dismiss()
    sheet.look_at(crowns)
    wait(2 * PAGE_MS)
    take(page.window(), f"photographs-fitted-{name}")
    picture = sheet.looking.views[0]
    sheet.looking.begin_measuring(crowns[0])
    picture.mark(QPointF(60, 800))
    picture.mark(QPointF(300, 800))
    take(page.window(), f"photographs-measuring-{name}")
    sheet.dismiss()
    sheet.dismiss()
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "IMG_0412.jpg", Path(folder) / "notes.txt"]
        paths[0].write_bytes(_with_day(draw_face(20, 250, 3)))
        paths[1].write_text("no photograph")
        sheet.read(paths, "cheek-r")
        take(page.window(), f"photographs-adding-{name}", 4 * PAGE_MS)
    sheet.leave()


def _take_refused(page: PatientsPage, patient: Patient, name: str) -> None:
    sheet = _open(page, patient)
    take(page.window(), f"photographs-refused-{name}")
    sheet.leave()


def _open(page: PatientsPage, patient: Patient) -> PhotographSheet:
    page.show_chart(patient.patient_id)
    wait(PAGE_MS)
    page.open_photographs()
    wait(2 * PAGE_MS)
    sheet = page.photographs.sheet
    if sheet is None:
        raise LookupError("the photographs were not opened")
    return sheet


def _keep_photographs(vault: Vault, language: Language, clock: Clock) -> tuple[Patient, Patient]:
    """Keep four photographs of two days of the first example patient who agreed; return one who did not beside."""
    agreed: Patient | None = None
    refused: Patient | None = None
    for hit in vault.find_patients(""):
        permission = vault.list_photographs(hit.patient_id).permission
        if permission.is_given:
            agreed = agreed or vault.get_patient(hit.patient_id)
        else:
            refused = refused or vault.get_patient(hit.patient_id)
    if refused is None:
        raise LookupError("every example patient agreed to photographs")
    if agreed is None:
        agreed = vault.save_patient(msgspec.structs.replace(refused, patient_id="", chart_number="P-0900"))
    visit_id = _give_consent(vault, agreed, clock)
    now, notes = clock(), NOTES[language]
    for days, view, site, note, drawn in (
        (63, "front", "cheek-r", notes[0], draw_face(160, 200)),
        (63, "top", "vertex", notes[2], draw_crown(1500, 240)),
        (7, "front", "cheek-r", notes[1], draw_face(40, 250)),
        (7, "top", "vertex", notes[3], draw_crown(2600, 240)),
    ):
        clean = read_photograph(drawn)
        given = PhotographToAdd(
            agreed.patient_id, now - timedelta(days=days), clean.preview, visit_id, site_id=site, view=view, note=note
        )
        kept = vault.add_photograph(given, clean.data)
        if view == "front":
            scale = "20.000" if days == 63 else "25.000"
            vault.measure_photograph(kept.photo_id, scale, patient_id=agreed.patient_id)
    return agreed, refused


def _give_consent(vault: Vault, patient: Patient, clock: Clock) -> str:
    visit_id, now = vault.make_id(), clock()
    given = GivenConsent(_NUMBER, now.date(), patient.name, "", True, "0" * 64)
    consent = Consent(choices=Choices(photographs=True), signature=given)
    vault.start_consultation(patient.patient_id, Consultation(visit_id, now, consent=consent))
    return visit_id


def _withdraw(vault: Vault, patient: Patient, clock: Clock) -> None:
    visit = next(
        entry.consultation_id
        for entry in vault.list_consultations(patient.patient_id)
        if (given := vault.load_consultation(entry.consultation_id).consent.signature) is not None
        and given.document_number == _NUMBER
    )
    vault.record_withdrawal(visit, Withdrawal(_NUMBER, clock(), SignerRole.PATIENT, patient.name, ("photographs",)))

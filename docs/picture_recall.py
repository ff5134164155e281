"""Pictures of a recall: who received the lot, a contact, how the list leaves, the letters; and the papers themselves."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
from picture_tools import PAGE_MS, PAPER_MS, choose_scheme, find_button, list_schemes, take, wait
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.event_model import Contact, ContactPurpose, ContactWay
from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import (
    Dispensed,
    DripRecord,
    NasalRecord,
    Reaction,
    SiteTreated,
    Treatment,
    VialUsed,
)
from stemsup_desktop.desktop import Clock
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.pages.recall.page import RecallPage
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

_LOT = "HK-260914"
_REASONS = {
    Language.EN: ("Particles were seen in two vials of this lot", "Letter of the maker, 20 Nov 2026"),
    Language.JA: ("同じロットの2本で異物が確認された", "製造者からの文書（2026年11月20日付）"),
}
_PEOPLE = (
    ("R-0101", "佐藤 美咲", "さとう みさき", "Misaki Sato", Language.JA, "090-1234-5678", "東京都港区南青山1-2-3"),
    ("R-0102", "Emily Carter", "", "Emily Carter", Language.EN, "080-9876-5432", "2-1-1 Hiroo, Shibuya-ku, Tokyo"),
    ("R-0103", "髙橋 健一", "たかはし けんいち", "Kenichi Takahashi", Language.JA, "", "神奈川県横浜市中区4-5-6"),
    ("R-0104", "田中 陽子", "たなか ようこ", "Yoko Tanaka", Language.JA, "090-2222-3333", ""),
    ("R-0105", "山本 大輔", "やまもと だいすけ", "Daisuke Yamamoto", Language.JA, "090-4444-5555", "東京都目黒区7-8-9"),
)


def take_recall(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take the page in both schemes, its sheets, and what it says of letters; all of it in a throw-away vault."""
    made: list[LotEntry] = []
    reason, source = _REASONS[language]
    workspace._parts.access.run(
        lambda vault: made.append(fill_recall(vault, reason, source, clock)), lambda result: None
    )
    wait(2 * PAGE_MS)
    window = workspace.window
    window.go_to("lots")
    workspace._ways.open_recall(made[0].lot.number, made[0].lot.lot_id)
    for scheme in list_schemes():
        choose_scheme(workspace, scheme)
        take(window, f"recall-{scheme}-{language}", 2 * PAGE_MS)
    choose_scheme(workspace, Scheme.LIGHT)
    page = window.stack.current_page
    if not isinstance(page, RecallPage):
        raise TypeError("the page of a recall is another one")
    _press(page, "export_recall")
    take(window, f"recall-export-{language}")
    page.close_top()
    _press(page, "write_letters")
    take(window, f"recall-letters-{language}")
    _press(window, "sheet_accept")
    take(window, f"recall-letters-done-{language}", 2 * PAPER_MS)
    page.close_top()


def fill_recall(vault: Vault, reason: str, source: str, clock: Clock) -> LotEntry:
    """Let five invented patients have received a lot, one of them at home, and mark it as recalled."""
    entry = vault.find_lots(_LOT)[0]
    lot_id, now = entry.lot.lot_id, clock()
    point = SitePoint("scalp-top/2", Decimal(120), Decimal(150), volume_ml=Decimal("0.05"))
    more = msgspec.structs.replace(point, volume_ml=Decimal("0.10"))
    for place, (chart, name, kana, romaji, spoken, phone, address) in enumerate(_PEOPLE):
        patient = Patient(
            chart, chart, name, date(1970 + place, 4, 18), Sex.UNKNOWN, kana, romaji, spoken, phone, address
        )
        vault.save_patient(patient)
        at = now - timedelta(days=60 - 9 * place)
        vials = (VialUsed(_LOT, f"R{place}", Route.INTRADERMAL, lot_id, drawn_up_ml=Decimal("1.00")),)
        sites = (SiteTreated("front-l", marked=(point, point, more)), SiteTreated("vertex", marked=(more,) * 4))
        done = Treatment(started_at=at, sites=sites, vials=vials)
        if place == 1:
            drip = (VialUsed(_LOT, "R1", Route.INTRAVENOUS, lot_id),)
            done = Treatment(started_at=at, drip=DripRecord(volume_ml=Decimal("5.0")), vials=drip)
        if place == 2:
            handed = (Dispensed(3, at.date(), _LOT, at.date() + timedelta(days=30)),)
            nasal = NasalRecord(volume_ml=Decimal("0.20"), dispensed=handed)
            done = msgspec.structs.replace(done, nasal=nasal, reactions=(Reaction("bruise", 1, site_id="front-l"),))
        vault.start_consultation(chart, Consultation(f"recall-{chart}", started_at=at, treatment=done))
    entry = vault.recall_lot(lot_id, reason, source)
    for chart, was_reached in (("R-0101", False), ("R-0102", True), ("R-0105", True)):
        contact = Contact("", chart, ContactPurpose.RECALL, ContactWay.PHONE, was_reached, now, "", subject=lot_id)
        vault.add_contact(contact)
    return entry


def _press(page: QWidget, name: str) -> None:
    QCoreApplication.sendPostedEvents()
    find_button(page.window(), name).click()
    wait(PAGE_MS)

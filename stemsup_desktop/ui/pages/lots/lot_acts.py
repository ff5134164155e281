"""The acts on one lot that ask first: check its certificate, throw a vial away, recall it, lift that."""

from typing import Any

from stemsup_desktop.consultation.lots.lot_model import LotEntry, Vial
from stemsup_desktop.consultation.lots.lot_standing import find_lacking_items
from stemsup_desktop.consultation.lots.recall_model import LotReach
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.lots.act_desk import ActDesk
from stemsup_desktop.ui.pages.lots.sheets import CheckSheet, DiscardSheet, LiftSheet, RecallSheet


class LotActs:
    """Each opens its sheet on `page`; what it decides goes to the vault through `desk`."""

    def __init__(self, page: Page[Any], desk: ActDesk) -> None:
        self._page = page
        self._desk = desk
        self._words = page.words

    def check(self, entry: LotEntry | None) -> None:
        """Ask a physician to say that a certificate is as on the maker's paper."""
        if entry is None:
            return
        lot, words = entry.lot, self._words
        lacking = words.listed(item.name.in_language(words.language) for item in find_lacking_items(lot))
        sentence = words("lots.lacking", items=lacking) if lacking else ""
        sheet = CheckSheet(self._page.theme, words, self._page, lot.number, sentence)
        sheet.submitted.connect(
            lambda: self._desk.send(
                sheet,
                lambda vault: vault.check_certificate(lot.lot_id),
                lambda _: self._desk.say(words("lots.check_done", number=lot.number)),
            )
        )
        self._desk.open(sheet)

    def discard(self, entry: LotEntry | None) -> None:
        """Ask which vial was thrown away, and why; that can be taken back."""
        if entry is None:
            return
        lot, words = entry.lot, self._words
        sheet = DiscardSheet(self._page.theme, words, self._page, lot.number)

        def on_done(vial: Vial) -> None:
            sentence = words("lots.discard_done", vial=vial.vial, number=lot.number)
            self._desk.say(sentence, lambda: self._restore(lot.lot_id, vial.vial))

        def send() -> None:
            vial, reason = sheet.vial.text().strip(), sheet.reason.value()
            self._desk.send(sheet, lambda vault: vault.discard_vial(lot.lot_id, vial, reason), on_done)

        sheet.submitted.connect(send)
        self._desk.open(sheet, sheet.vial)

    def recall(self, entry: LotEntry | None) -> None:
        """Find out how far a lot has come, then ask why it is recalled."""
        if entry is not None:
            lot_id = entry.lot.lot_id
            self._desk.read(lambda vault: vault.count_lot_reach(lot_id), lambda reach: self._ask_recall(entry, reach))

    def lift(self, entry: LotEntry | None) -> None:
        """Ask why a recall no longer stands."""
        if entry is None:
            return
        lot, words = entry.lot, self._words
        sheet = LiftSheet(self._page.theme, words, self._page, lot.number)

        def send() -> None:
            reason = sheet.reason.value()
            self._desk.send(
                sheet,
                lambda vault: vault.lift_recall(lot.lot_id, reason),
                lambda _: self._desk.say(words("lots.lift_done", number=lot.number)),
            )

        sheet.submitted.connect(send)
        self._desk.open(sheet, sheet.reason)

    def _ask_recall(self, entry: LotEntry, reach: LotReach) -> None:
        lot, words = entry.lot, self._words
        sheet = RecallSheet(self._page.theme, words, self._page, lot.number, reach)

        def send() -> None:
            reason, source = sheet.reason.value(), sheet.source.text()
            self._desk.send(
                sheet,
                lambda vault: vault.recall_lot(lot.lot_id, reason, source),
                lambda _: self._desk.say(words("lots.recall_done", number=lot.number)),
            )

        sheet.submitted.connect(send)
        self._desk.open(sheet, sheet.reason)

    def _restore(self, lot_id: str, vial: str) -> None:
        self._desk.act(lambda vault: vault.restore_vial(lot_id, vial), lambda _: self._desk.say(""))

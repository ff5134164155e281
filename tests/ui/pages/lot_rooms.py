"""A session, a lot book and its keeper on a real vault, for the pages on which lots are at work."""

from dataclasses import replace
from datetime import timedelta

import msgspec
from lot_samples import COMPLETE, LOT, PRODUCT
from plan_samples import DAY_OF_TREATMENT
from PySide6.QtCore import QObject
from vault_samples import SteppedVault
from visit_samples import SteppedClock

from stemsup_desktop.consultation.lots.lot_model import LotCertificate, LotEntry
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.content import Content
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.background_keeper import BackgroundKeeper
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.lots.book_keeper import LotBookKeeper
from stemsup_desktop.ui.session import make_session

GTIN = "04512345678906"
ABSENT = COMPLETE
SILENT = msgspec.structs.replace(COMPLETE, shown_absent=())


class LotRoom:
    """What a page on lots is given, and what was said of what failed."""

    def __init__(self, context: PageContext, content: Content, stepped: SteppedVault, clock: SteppedClock) -> None:
        clock.now = DAY_OF_TREATMENT
        self.stepped, self.content, self.parent = stepped, content, QObject()
        self.said: list[Problem] = []
        session = make_session(
            content.clinical,
            context.runner,
            lambda snapshot: stepped.vault.save_consultation(snapshot.consultation, snapshot.patient.patient_id),
            clock,
        )
        self.context = replace(context, session=session)
        self.background = BackgroundKeeper(session, stepped.access, self.said.append, self.parent)
        self.book = LotBookKeeper(session, stepped.access, self.said.append, self.parent)
        product = msgspec.structs.replace(PRODUCT, product_id="", gtins=(GTIN,))
        self.product_id = stepped.vault.save_product(product).product_id

    def add_lot(
        self, number: str, certificate: LotCertificate | None = ABSENT, *, is_checked: bool = True, **changes: object
    ) -> LotEntry:
        """Enter a lot with a certificate, checked unless told otherwise; 300 days are left of it."""
        values: dict[str, object] = {
            "lot_id": "",
            "product_id": self.product_id,
            "number": number,
            "certificate": None,
            "expires_on": DAY_OF_TREATMENT.date() + timedelta(days=300),
            **changes,
        }
        lot = msgspec.structs.replace(LOT, **values)
        entry = self.stepped.vault.save_lot(lot)
        if certificate is not None:
            entry = self.stepped.vault.save_certificate(entry.lot.lot_id, certificate)
            if is_checked:
                entry = self.stepped.vault.check_certificate(entry.lot.lot_id)
        return entry

    def open(self, file: ConsultationFile) -> None:
        """Keep a visit in the vault and open it."""
        self.stepped.vault.save_patients((file.patient,))
        self.stepped.vault.start_consultation(file.patient.patient_id, file.consultation)
        self.background.note_loaded(file.consultation)
        self.context.session.open_visit(
            file.patient, file.consultation, file.clinic, file.physician, background=file.background
        )
        self.run()

    def run(self) -> None:
        """Let the vault do what it was asked for, and the session write what is unwritten."""
        self.stepped.executor.run_all()

    def save(self) -> None:
        """Write what is unwritten now."""
        self.context.session.flush()
        self.run()

    def close(self) -> None:
        """Let go of the visit."""
        self.context.session.close_visit()
        self.run()

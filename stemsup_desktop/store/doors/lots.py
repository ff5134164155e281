"""The lot book: products, lots, their certificates and recalls."""

from collections.abc import Callable, Mapping

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.lots.lot_model import (
    FileRef,
    Lot,
    LotCertificate,
    LotEntry,
    LotProduct,
    Recall,
    TemperatureCheck,
)
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.lots.recall_model import LotReach, Recipient
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record_changes import derive_changes
from stemsup_desktop.consultation.same_record import is_same
from stemsup_desktop.store import lot_file_shelf, lot_shelf, lot_uses
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.identifiers import make_uuid7
from stemsup_desktop.store.problems import make_input_problem

BLANK_LOT = Lot(lot_id="", product_id="", number="")
BLANK_PRODUCT = LotProduct(product_id="", name_en="", name_ja="")


class LotDoor(Door):
    """The lot book: products, lots, their certificates and recalls. Who checked or recalled, the vault writes."""

    def list_products(self) -> tuple[LotProduct, ...]:
        """Return every product, retired ones too, in the order in which they were entered."""
        with self._reading(Right.PATIENTS) as db:
            return lot_shelf.list_products(db)

    def save_product(self, product: LotProduct) -> LotProduct:
        """Keep a product; one without an id is a new one.

        Raises `InputProblem` product-unknown, product-unnamed, gtin-invalid, gtin-taken.
        """
        with self._writing(Right.PATIENTS) as db:
            now = self._clock()
            before = lot_shelf.find_product(db, product.product_id) if product.product_id else BLANK_PRODUCT
            if before is None:
                raise make_input_problem("product-unknown")
            if not product.product_id:
                product = msgspec.structs.replace(product, product_id=make_uuid7(now))
            if is_same(before, product):
                return product
            lot_shelf.save_product(db, product, now)
            changes = derive_changes(msgspec.structs.replace(before, product_id=product.product_id), product)
            self._note(AuditEvent(AuditAct.PRODUCT_SAVED, subject=product.name_en or product.name_ja, details=changes))
            return product

    def list_lots(self) -> tuple[LotEntry, ...]:
        """Return every lot with its product and counts, the one entered last first."""
        with self._reading(Right.PATIENTS) as db:
            return lot_shelf.list_lots(db)

    def get_lot(self, lot_id: str) -> LotEntry:
        """Return a lot; raises `InputProblem` lot-unknown."""
        with self._reading(Right.PATIENTS) as db:
            return lot_shelf.get_lot(db, lot_id)

    def find_lots(self, number: str) -> tuple[LotEntry, ...]:
        """Find the lots of a number, of whatever product; width, capitals and blanks make no difference."""
        with self._reading(Right.PATIENTS) as db:
            return lot_shelf.find_lots(db, number)

    def save_lot(self, lot: Lot) -> LotEntry:
        """Keep a lot; one without an id is a new one.

        Its certificate and recalls stay as they are in the vault, whatever comes with it. A certificate that was
        checked was checked for a number and a product: when either changes, the check is taken back. Who read the
        temperature log, and when, the vault writes. Raises `InputProblem` lot-unknown, lot-unnumbered, lot-dates,
        lot-number-taken, lot-file-unknown, product-unknown.
        """
        with self._writing(Right.PATIENTS) as db:
            if not lot.lot_id:
                new = msgspec.structs.replace(BLANK_LOT, lot_id=make_uuid7(self._clock()))
                return self._keep_lot(db, new, msgspec.structs.replace(lot, lot_id=new.lot_id), AuditAct.LOT_ADDED)
            return self._keep_lot(db, lot_shelf.get_lot(db, lot.lot_id).lot, lot, AuditAct.LOT_CHANGED)

    def save_certificate(self, lot_id: str, certificate: LotCertificate) -> LotEntry:
        """Keep what a lot's certificate says, as entered by who signed in; any change takes the physician's check back.

        Raises `InputProblem` lot-unknown, lot-file-unknown.
        """

        def enter(lot: Lot) -> Lot:
            before = lot.certificate
            if before is not None and is_same(_without_hands(before), _without_hands(certificate)):
                return lot
            entered = msgspec.structs.replace(
                _without_hands(certificate), entered_by=self.author.name, entered_at=self._clock()
            )
            return msgspec.structs.replace(lot, certificate=entered)

        return self._change_lot(lot_id, Right.PATIENTS, enter, AuditAct.CERTIFICATE_ENTERED)

    def check_certificate(self, lot_id: str) -> LotEntry:
        """Record that a physician compared the certificate with the maker's paper: from now on it counts in the gate.

        Raises `InputProblem` lot-unknown, certificate-missing.
        """

        def check(lot: Lot) -> Lot:
            if lot.certificate is None:
                raise make_input_problem("certificate-missing")
            if lot.certificate.checked_at is not None:
                return lot
            checked = msgspec.structs.replace(lot.certificate, checked_by=self.author.name, checked_at=self._clock())
            return msgspec.structs.replace(lot, certificate=checked)

        return self._change_lot(lot_id, Right.DECIDE, check, AuditAct.CERTIFICATE_CHECKED, {})

    def recall_lot(self, lot_id: str, reason: str, source: str = "") -> LotEntry:
        """Mark a lot as recalled: no plan that uses it may go on.

        Raises `InputProblem` lot-unknown, lot-reason-missing, lot-recalled.
        """

        def recall(lot: Lot) -> Lot:
            if lot.is_recalled:
                raise make_input_problem("lot-recalled")
            made = Recall(self._clock(), self.author.name, _require_reason(reason), source.strip())
            return msgspec.structs.replace(lot, recalls=(*lot.recalls, made))

        facts = {"reason": reason, "source": source}
        return self._change_lot(lot_id, Right.PATIENTS, recall, AuditAct.LOT_RECALLED, facts)

    def lift_recall(self, lot_id: str, reason: str) -> LotEntry:
        """Record that a lot may be used again; the recall stays in its history.

        Raises `InputProblem` lot-unknown, lot-reason-missing, lot-not-recalled.
        """

        def lift(lot: Lot) -> Lot:
            if not lot.is_recalled:
                raise make_input_problem("lot-not-recalled")
            lifted = {
                "lifted_at": self._clock(),
                "lifted_by": self.author.name,
                "lifted_reason": _require_reason(reason),
            }
            recalls = tuple(
                one if one.lifted_at is not None else msgspec.structs.replace(one, **lifted) for one in lot.recalls
            )
            return msgspec.structs.replace(lot, recalls=recalls)

        facts = {"reason": reason}
        return self._change_lot(lot_id, Right.DECIDE, lift, AuditAct.RECALL_LIFTED, facts)

    def add_lot_file(self, lot_id: str, name: str, media_type: str, data: bytes) -> FileRef:
        """Keep a paper of a lot for good: the maker's certificate, a temperature log. The same bytes change nothing.

        Raises `InputProblem` lot-unknown, lot-file-empty, lot-file-too-large.
        """
        with self._writing(Right.PATIENTS) as db:
            entry, now = lot_shelf.get_lot(db, lot_id), self._clock()
            file = lot_file_shelf.make_file_ref(name, media_type, data)
            kept = lot_file_shelf.add_lot_file(db, lot_id, file, data, self.author.name, now)
            if kept is file:
                self._note(
                    AuditEvent(
                        AuditAct.LOT_FILE_ADDED,
                        subject=entry.lot.number,
                        details=make_facts({"sha256": file.sha256, "size_bytes": file.size}),
                    )
                )
            return kept

    def load_lot_file(self, sha256: str) -> tuple[FileRef, bytes]:
        """Return a paper of a lot; raises lot-file-unknown, or attachment-damaged if it is not what was added."""
        with self._reading(Right.PATIENTS) as db:
            return lot_file_shelf.load_lot_file(db, sha256)

    def find_recipients(self, lot_number: str) -> tuple[Recipient, ...]:
        """Find everyone who received a lot of this number, with where, how much, when, and what happened after.

        The first treated come first. Width, capitals and blanks of the number make no difference; it need not be in
        the lot book. That the list was made is a row of the history, once more within ten minutes adds none.
        """
        with self._reading(Right.PATIENTS) as db:
            found = lot_uses.list_recipients(db, lot_number)
            facts = make_facts({"patients": len(found)})
            subject = normalise_text(lot_number.strip())
            self._note_view(AuditEvent(AuditAct.RECALL_LISTED, subject=subject, details=facts))
            return found

    def count_lot_reach(self, lot_id: str) -> LotReach:
        """Count who received a lot and which open plans use it, naming nobody; raises `InputProblem` lot-unknown."""
        with self._reading(Right.PATIENTS) as db:
            return lot_uses.count_lot_reach(db, lot_id, lot_shelf.get_lot(db, lot_id).lot.number)

    def _change_lot(
        self,
        lot_id: str,
        right: Right,
        change: Callable[[Lot], Lot],
        act: AuditAct,
        facts: Mapping[str, object] | None = None,
    ) -> LotEntry:
        with self._writing(right) as db:
            before = lot_shelf.get_lot(db, lot_id)
            after = change(before.lot)
            if is_same(after, before.lot):
                return before
            entry = lot_shelf.save_lot(db, after, self._clock())
            details = derive_changes(before.lot, after) if facts is None else make_facts(facts)
            self._note(AuditEvent(act, subject=after.number, details=details))
            return entry

    def _keep_lot(self, db: Database, before: Lot, after: Lot, act: AuditAct) -> LotEntry:
        after = msgspec.structs.replace(
            after,
            certificate=before.certificate,
            recalls=before.recalls,
            temperature=self._with_reader(before.temperature, after.temperature),
        )
        is_another = after.product_id != before.product_id or fold_lot_number(after.number) != fold_lot_number(
            before.number
        )
        if is_another:
            after = lot_shelf.with_certificate_unchecked(after)
        if act is AuditAct.LOT_CHANGED and is_same(before, after):
            return lot_shelf.get_lot(db, after.lot_id)
        entry = lot_shelf.save_lot(db, after, self._clock())
        if act is AuditAct.LOT_ADDED:
            self._note(AuditEvent(act, subject=after.number))
        self._note(AuditEvent(AuditAct.LOT_CHANGED, subject=after.number, details=derive_changes(before, after)))
        return entry

    def _with_reader(self, before: TemperatureCheck, after: TemperatureCheck) -> TemperatureCheck:
        """Return what the temperature log shows, as read by who signed in where it differs from before."""
        if is_same(_without_reader(before), _without_reader(after)):
            return before
        if after.had_excursion is None:
            return _without_reader(after)
        return msgspec.structs.replace(after, checked_by=self.author.name, checked_on=self._clock().date())


def _without_hands(certificate: LotCertificate) -> LotCertificate:
    """Return what a certificate says, whoever entered or checked it."""
    return msgspec.structs.replace(certificate, entered_by="", entered_at=None, checked_by="", checked_at=None)


def _without_reader(check: TemperatureCheck) -> TemperatureCheck:
    return msgspec.structs.replace(check, checked_by="", checked_on=None)


def _require_reason(reason: str) -> str:
    if not reason.strip():
        raise make_input_problem("lot-reason-missing")
    return reason.strip()

"""The consent texts of a vault: the version in force, and the one that a visit's own form was printed in. No Qt."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_versions import find_form_hash, read_form_version, write_form_version
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.visit_texts import VisitTexts
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.entries import DocumentEntry, DocumentKind
from stemsup_desktop.store.vault import Vault


class FormLibrary:
    """Reads each form version once. Everything here runs where the vault does."""

    def __init__(self, shipped: ConsentText, clock: Callable[[], datetime]) -> None:
        self._shipped = shipped
        self._clock = clock
        self._data = b""
        self._read: dict[str, ConsentText] = {}
        self.problem: InputProblem | None = None
        """Why the words that this version of the program brings along are not used, or None."""

    @property
    def shipped(self) -> ConsentText:
        """The consent text of this version of the program."""
        return self._shipped

    def load_in_force(self, vault: Vault) -> ConsentText:
        """Return the version in force, the shipped one entered if it never was.

        Shipped words that changed under a version which the vault knows are not used: the vault's own stand.
        """
        try:
            vault.enter_shipped_form(self._write_shipped())
            self.problem = None
        except InputProblem as problem:
            self.problem = problem
        found = vault.find_form_in_force(self._clock().date())
        return self._shipped if found is None else self.open(vault, found.form.sha256)

    def load_for_visit(self, vault: Vault, patient_id: str, visit: Consultation) -> VisitTexts:
        """Return the version in force and the visit's own, that of the form it was printed or signed in."""
        in_force = self.load_in_force(vault)
        forms = [
            one
            for one in vault.list_documents(patient_id)
            if one.kind is DocumentKind.CONSENT and one.consultation_id == visit.consultation_id
        ]
        return VisitTexts(in_force, self._find_own(vault, visit, forms))

    def open(self, vault: Vault, sha256: str) -> ConsentText:
        """Return the text of a version in the vault; raises `InputProblem` form-unknown, and content-invalid."""
        if sha256 not in self._read:
            self._read[sha256] = read_form_version(vault.load_form(sha256), self._shipped.coverage)
        return self._read[sha256]

    def _find_own(self, vault: Vault, visit: Consultation, forms: list[DocumentEntry]) -> ConsentText | None:
        """Find the version of the form that was signed, else of the one printed last."""
        signature = visit.consent.signature
        number = "" if signature is None else signature.document_number
        form = next((one for one in forms if one.number == number), forms[0] if forms else None)
        sha256 = "" if form is None else find_form_hash(form.text_versions)
        entry = vault.find_form(sha256) if sha256 else None
        if entry is None and signature is not None and signature.form_version:
            entry = vault.find_form_version(self._shipped.form.id, signature.form_version)
        return None if entry is None else self.open(vault, entry.sha256)

    def _write_shipped(self) -> bytes:
        if not self._data:
            self._data = write_form_version(self._shipped)
            self._read[hashlib.sha256(self._data).hexdigest()] = self._shipped
        return self._data

"""Keeps the consent form of a consultation as it was last assembled: a mark that is made on it changes none of it."""

from collections.abc import Mapping

import msgspec

from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.paperwork import assemble_consents


class FormMemo:
    """Assembles anew wherever anything but initials, answers to questions and signatures by hand is another."""

    def __init__(self) -> None:
        self._file = b""
        """As it would be written: 0.10 is equal to 0.1, and is not printed as 0.1."""
        self._gate: Gate | None = None
        self._content: Content | None = None
        self._consents: Mapping[Language, AssembledConsent] = {}

    def assemble(self, file: ConsultationFile, gate: Gate, content: Content) -> Mapping[Language, AssembledConsent]:
        """Return the form of a consultation as it is read and signed now, in both languages."""
        unmarked = _without_marks(file)
        written = msgspec.json.encode(unmarked)
        if written != self._file or gate != self._gate or not self._is_of(content):
            self._consents = assemble_consents(unmarked, gate, content)
            self._file, self._gate, self._content = written, gate, content
        return self._consents

    def _is_of(self, content: Content) -> bool:
        kept = self._content
        return kept is not None and kept.consent is content.consent and kept.names is content.names


def _without_marks(file: ConsultationFile) -> ConsultationFile:
    """Return a file without what no form says: boxes that were ticked and choices are printed, and stay."""
    consultation = file.consultation
    consent = msgspec.structs.replace(
        consultation.consent, initials=(), signatures=(), teach_back=(), choices_seen_sha256=""
    )
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(consultation, consent=consent))

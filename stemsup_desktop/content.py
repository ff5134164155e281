"""Everything that is shipped as data and read once: reference, questionnaire and rules, consent, aftercare."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stemsup_desktop.consultation.aftercare import Aftercare, read_aftercare
from stemsup_desktop.consultation.consent_assembly_names import Names, make_names
from stemsup_desktop.consultation.consent_text import ConsentText, read_consent_text
from stemsup_desktop.consultation.content import ClinicalContent, read_clinical_content, with_lots
from stemsup_desktop.consultation.events.event_list import EVENTS_FILE, EventList, read_event_list
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.scores.grade_lists import read_grade_lists
from stemsup_desktop.consultation.sheet_text import Sheets, read_sheets
from stemsup_desktop.consultation.sites.drawings import Drawing, read_drawings
from stemsup_desktop.language import Text
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.pictures import DrawnPicture, read_pictures
from stemsup_desktop.reference.reader import read_reference


@dataclass(frozen=True, slots=True)
class Content:
    """The content of one version of the program, checked."""

    reference: ReferenceLibrary
    clinical: ClinicalContent
    consent: ConsentText
    aftercare: Aftercare
    names: Names
    sheets: Sheets
    events: EventList
    drawings: tuple[Drawing, ...]
    pictures: tuple[DrawnPicture, ...]

    @property
    def page_titles(self) -> dict[str, Text]:
        """The titles of the reference pages by id."""
        return {page.id: page.title for page in self.reference.pages}

    @property
    def clause_titles(self) -> dict[str, Text]:
        """The titles of the clauses of the consent text by id."""
        return {clause_id: clause.title for clause_id, clause in self.consent.clauses.items()}

    def derive_gate(self, file: ConsultationFile, now: datetime) -> Gate:
        """Return the gate of a consultation on the day of `now`."""
        return derive_gate(file.patient, file.consultation, with_lots(self.clinical, file.background.lots), now.date())


def read_content(resources: Path, pack: Path | None = None) -> Content:
    """Read and check everything under the resources folder; raises a `Problem` that names file, path and fault.

    `pack` is the folder of the clinic's own content; a fault in it is said by the gate, and what ships is used.
    """
    reference = read_reference(resources / "reference")
    aftercare = read_aftercare(resources / "aftercare")
    events = read_event_list(resources / EVENTS_FILE)
    names = make_names(reference, aftercare, events, read_grade_lists(resources / "scores"))
    return Content(
        reference=reference,
        clinical=read_clinical_content(resources, names.symptoms, pack),
        consent=read_consent_text(resources / "consent"),
        aftercare=aftercare,
        names=names,
        sheets=read_sheets(resources / "sheets"),
        events=events,
        drawings=read_drawings(resources / "sites" / "site-map.json"),
        pictures=_read_pictures(resources, reference, pack),
    )


def _read_pictures(resources: Path, reference: ReferenceLibrary, pack: Path | None) -> tuple[DrawnPicture, ...]:
    shipped = read_pictures(resources / "pictures", reference)
    if pack is None or not pack.is_dir():
        return shipped
    from stemsup_desktop.consultation.clinic_pictures import apply_clinic_pictures  # most clinics have no pack

    return apply_clinic_pictures(pack, shipped, reference)

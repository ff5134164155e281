"""Opens the photographs of the patient whose chart or visit is open, and takes them away with either."""

from collections.abc import Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consent
from stemsup_desktop.content import Content
from stemsup_desktop.ui.actions.registry import key_of
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.photographs.sheet import PhotographSheet, SheetSubject
from stemsup_desktop.ui.vault_access import VaultAccess

OPEN_KEY = key_of("photographs")


class PhotographDesk(QObject):
    """One for each page that offers it. A consent that changes in the open visit takes every picture off at once."""

    changed = Signal()

    def __init__(self, context: PageContext, access: VaultAccess, content: Content, host: QWidget) -> None:
        super().__init__(host)
        self._context = context
        self._access = access
        self._content = content
        self._host = host
        self._sheet: PhotographSheet | None = None
        self._consent: Consent | None = None
        context.session.state_changed.connect(self._on_state_changed)

    @property
    def sheet(self) -> PhotographSheet | None:
        """The sheet that is open, if one is."""
        sheet = self._sheet
        return sheet if sheet is not None and shiboken6.isValid(sheet) and not sheet.isHidden() else None

    def open_for(
        self, patient: Patient, consultation_id: str = "", paths: Sequence[Path] = (), site_id: str = ""
    ) -> None:
        """Open the photographs of a patient; files that were dropped are read to be kept at a site."""
        if self.sheet is not None:
            return
        self._context.session.flush()
        words, theme = self._context.words, self._context.theme
        born = words("photographs.born", day=format_date(patient.birth_date, words.language))
        named = " · ".join((patient.name, patient.chart_number, born))
        subject = SheetSubject(patient.patient_id, consultation_id, named)
        sheet = PhotographSheet(theme, words, self._host, self._access, self._content.names.sites, subject)
        sheet.changed.connect(self.changed)
        self._sheet = sheet
        self._consent = self._find_consent()
        sheet.start(paths, site_id)

    def keep_to(self, patient_id: str) -> None:
        """Close the photographs unless they are of this patient."""
        sheet = self.sheet
        if sheet is not None and sheet.subject.patient_id != patient_id:
            sheet.leave()

    def _find_consent(self) -> Consent | None:
        """Return the consent of the open visit, where it is of the patient whose photographs are shown."""
        session, sheet = self._context.session, self._sheet
        if sheet is None or not session.has_visit or session.state.patient.patient_id != sheet.subject.patient_id:
            return None
        return session.state.consultation.consent

    def _on_state_changed(self, _: object) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        consent, before = self._find_consent(), self._consent
        self._consent = consent
        if consent != before:
            self._context.session.flush()
            sheet.conceal()

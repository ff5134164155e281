"""The way from a treatment to the photographs of its patient: a button, a key, and files dropped on a zone."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.treatment.sites_part import SitesPart
from stemsup_desktop.ui.pages.treatment.view import TreatmentView
from stemsup_desktop.ui.photographs.desk import OPEN_KEY, PhotographDesk
from stemsup_desktop.ui.vault_access import VaultAccess


class VisitPhotographs(QObject):
    """Photographs of a visit are no part of its record: they can be added whatever keeps the treatment locked."""

    def __init__(
        self, context: PageContext, access: VaultAccess, content: Content, page: Page[TreatmentView], sites: SitesPart
    ) -> None:
        super().__init__(page)
        self._context = context
        self.desk = PhotographDesk(context, access, content, page)
        button = QuietButton(context.theme, context.words("photographs.open"), icon_name="camera", key_hint=OPEN_KEY)
        button.setObjectName("open_photographs")
        button.setAccessibleName(context.words("photographs.open_name"))
        button.clicked.connect(lambda: self.open())
        page.header.add_control(button)
        page.bind("photographs", self.open)
        context.session.state_changed.connect(lambda _: self._keep_to_visit())
        sites.board.take_files()
        sites.board.files_dropped.connect(lambda site_id, paths: self.open(paths, site_id))

    def open(self, paths: Sequence[Path] = (), site_id: str = "") -> None:
        """Open the photographs of the open visit's patient; dropped files are read to be kept at a site."""
        session = self._context.session
        if session.has_visit:
            state = session.state
            self.desk.open_for(state.patient, state.consultation.consultation_id, paths, site_id)

    def _keep_to_visit(self) -> None:
        """Let no photograph stay when another patient's visit is opened, or none is open any more."""
        session = self._context.session
        self.desk.keep_to(session.state.patient.patient_id if session.has_visit else "")

"""The editors of the checklist: one per kind of item, each takes and reports FHIR answers."""

from stemsup_desktop.ui.pages.examination.editors.base import Editor
from stemsup_desktop.ui.pages.examination.editors.choosing import make_editor

__all__ = ["Editor", "make_editor"]

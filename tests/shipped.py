"""What ships in `resources/`, read once for all tests of a process; nothing in it can be changed."""

from functools import cache

from stemsup_desktop.consultation.content import ClinicalContent, read_clinical_content
from stemsup_desktop.content import Content, read_content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.resources import find_resources


@cache
def get_content() -> Content:
    """Return the shipped content."""
    return read_content(find_resources())


@cache
def get_clinical_content() -> ClinicalContent:
    """Return the shipped questionnaire, rules and consent clauses."""
    return read_clinical_content(find_resources())


@cache
def get_fonts() -> FontFolder:
    """Return the shipped fonts."""
    return FontFolder(find_resources() / "fonts")

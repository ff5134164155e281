"""What the page asks of the vault, as work for its thread. No Qt."""

from dataclasses import dataclass, field
from datetime import date

from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_versions import write_form_version
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.form_shelf import FormEntry, Publication, Publishing
from stemsup_desktop.store.patient_consents import ConsentCount, ConsentLine
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.form_library import FormLibrary


@dataclass(frozen=True, slots=True)
class FormHouse:
    """The forms of a vault. `outdated` is None for whoever may not see patients."""

    in_force: ConsentText = field(repr=False)
    publication: Publication | None
    forms: tuple[FormEntry, ...]
    publications: tuple[Publication, ...]
    counts: tuple[ConsentCount, ...]
    outdated: tuple[ConsentLine, ...] | None
    problem: InputProblem | None = None
    base: ConsentText | None = field(default=None, repr=False)
    """What the edited form was begun from, where that is another version than the one in force."""

    @property
    def sha256(self) -> str:
        """The hash of the form in force."""
        return "" if self.publication is None else self.publication.form.sha256

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions of every form in the vault."""
        return tuple(form.version for form in self.forms)


def load_form_house(vault: Vault, library: FormLibrary, today: date, base_sha256: str = "") -> FormHouse:
    """Return the forms of a vault, the shipped one entered if it never was."""
    in_force = library.load_in_force(vault)
    base = vault.find_form(base_sha256) if base_sha256 else None
    sees_patients = vault.author.may(Right.PATIENTS)
    return FormHouse(
        in_force=in_force,
        publication=vault.find_form_in_force(today),
        forms=vault.list_forms(),
        publications=vault.list_form_publications(),
        counts=vault.count_consents(),
        outdated=vault.list_outdated_consents() if sees_patients else None,
        problem=library.problem,
        base=None if base is None else library.open(vault, base.sha256),
    )


def publish_form(vault: Vault, library: FormLibrary, text: ConsentText, publishing: Publishing) -> FormHouse:
    """Put a form in force, and return how the forms stand now; raises what the vault says."""
    publication = vault.publish_form(write_form_version(text), publishing.in_force_from, publishing.reason)
    return load_form_house(vault, library, publication.published_at.date())

"""What the page of settings shows, derived from the clinic's records and the shipped content. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata

import msgspec

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.ui.words import Words

CLINIC_LINES = ("name", "name_en", "address", "phone", "emergency_phone", "emergency_hospital")
CLINIC_TEXTS = ("harm_policy", "cancellation_policy")
PHYSICIAN_LINES = ("name", "name_en", "licence_number")
REQUIRED = frozenset({"clinic.name", "physician.name"})
"""What no document can do without."""


@dataclass(frozen=True, slots=True)
class House:
    """The clinic and its physician as the vault keeps them."""

    clinic: Clinic
    physician: Physician


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The page: texts by path ("clinic.phone"), choices, and what the program consists of."""

    texts: tuple[tuple[str, str], ...]
    language: Language
    scheme: Scheme
    folder: str
    versions: tuple[tuple[str, str], ...]
    locked: Mapping[str, str] = field(default_factory=dict)
    """Why a record ("clinic", "physician") cannot be changed by whoever signed in; those that can be are left out."""

    def find_reason(self, path: str) -> str:
        """Return why a text cannot be changed, or empty."""
        return self.locked.get(path.partition(".")[0], "")


def derive_locked(may: Callable[[Right], bool], words: Words) -> Mapping[str, str]:
    """Derive which records are locked for whoever has these rights, and why."""
    needed = {"clinic": Right.ADMINISTER, "physician": Right.DECIDE}
    return {record: words(f"settings.locked_{record}") for record, right in needed.items() if not may(right)}


def derive_settings(
    house: House,
    content: Content,
    words: Words,
    scheme: Scheme,
    folder: str,
    locked: Mapping[str, str] | None = None,
) -> SettingsView:
    """Derive the page; `locked` is what `derive_locked` says."""
    clinic = ((f"clinic.{field}", getattr(house.clinic, field)) for field in (*CLINIC_LINES, *CLINIC_TEXTS))
    physician = ((f"physician.{field}", getattr(house.physician, field)) for field in PHYSICIAN_LINES)
    questionnaire = content.clinical.questionnaire
    form = content.consent.form
    return SettingsView(
        texts=(*clinic, *physician),
        language=words.language,
        scheme=scheme,
        folder=folder,
        versions=(
            (words("settings.version"), read_version() or words("settings.from_source")),
            (words("settings.reference_version"), content.reference.manifest.version),
            (words("settings.questionnaire_version"), questionnaire.version),
            (words("settings.rules_version"), content.clinical.rules.version),
            (words("settings.consent_version"), f"{form.id} {form.version}"),
        ),
        locked=locked or {},
    )


@cache
def read_version() -> str:
    """Return the version of the installed program; empty for a source tree that was never installed."""
    try:
        return metadata.version("stemsup-desktop")
    except metadata.PackageNotFoundError:
        return ""


def with_text(house: House, path: str, text: str) -> House:
    """Return the records with another text at a path such as "clinic.phone"; a required one is never made empty."""
    record, field = path.split(".")
    text = normalise_text(text)
    if path in REQUIRED and not text.strip():
        return house
    if record == "clinic":
        return House(msgspec.structs.replace(house.clinic, **{field: text}), house.physician)
    return House(house.clinic, msgspec.structs.replace(house.physician, **{field: text}))


def load_house(vault: Vault) -> House:
    """Return clinic and physician."""
    return House(vault.load_clinic(), vault.load_physician())


def save_house(vault: Vault, house: House, saved: House) -> None:
    """Keep what differs from what was saved last."""
    if house.clinic != saved.clinic:
        vault.save_clinic(house.clinic)
    if house.physician != saved.physician:
        vault.save_physician(house.physician)

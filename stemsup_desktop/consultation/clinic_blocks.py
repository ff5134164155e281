"""What a clinic changed in the rules, as it stands on consent form and summary."""

from stemsup_desktop.consultation.clinic_words import (
    AFTER,
    BEFORE,
    PART,
    list_differences,
    say_all_changed,
    say_heading,
)
from stemsup_desktop.consultation.consent_model import Grid, Paragraph
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.language import Language


def say_clinic_changes(gate: Gate, language: Language) -> tuple[Paragraph | Grid, ...]:
    """Return which rules the clinic changed, for those that hold here from what to what, and what could not be read."""
    clinic = gate.clinic
    if clinic is None:
        return ()
    named = say_all_changed(clinic)
    blocks: list[Paragraph | Grid] = [] if named is None else [Paragraph(named.in_language(language), is_strong=True)]
    for finding in gate.findings:
        change = finding.clinic_change
        if change is not None:
            heading = f"{finding.title.in_language(language)} ({finding.rule_id})"
            blocks.append(Paragraph(f"{heading}: {say_heading(change).in_language(language)}"))
            rows = tuple(tuple(text.in_language(language) for text in row) for row in list_differences(change))
            blocks.append(Grid(tuple(text.in_language(language) for text in (PART, BEFORE, AFTER)), rows))
    return (*blocks, *(Paragraph(fault.in_language(language)) for fault in clinic.faults))

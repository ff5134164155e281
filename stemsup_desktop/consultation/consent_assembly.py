"""Assembles the consent form of one consultation in one language from the clauses that apply to it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from string import ascii_lowercase

import msgspec

from stemsup_desktop.consultation.consent_assembly_conditions import Applicability
from stemsup_desktop.consultation.consent_assembly_facts import (
    Facing,
    derive_values,
    derive_who,
    say_physician_name,
)
from stemsup_desktop.consultation.consent_assembly_inserts import derive_insert
from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.consent_basis import consent_basis_sha256, hash_canonically
from stemsup_desktop.consultation.consent_clauses import (
    PLACEHOLDER,
    BlockText,
    BulletsText,
    ChoiceText,
    ClauseReference,
    ClauseText,
    InsertText,
    ParagraphText,
    Placeholder,
    SectionText,
    TickedBy,
    TickText,
    WriteLineText,
)
from stemsup_desktop.consultation.consent_marks import find_earlier_text
from stemsup_desktop.consultation.consent_model import (
    AssembledConsent,
    Block,
    Bullets,
    Clause,
    ClauseMark,
    ConsentSection,
    Paragraph,
    SignatureLine,
    TickBox,
    WriteLine,
    YesNoChoice,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.consultation.signing_roles import find_required_signers
from stemsup_desktop.language import Language, Text


def derive_consent(
    file: ConsultationFile, gate: Gate, text: ConsentText, names: Names, language: Language
) -> AssembledConsent:
    """Return the form in one language; the gate gives the conditions and opinions that it prints.

    A form is derived whatever the verdict, so that it can be read; whether it may be printed is the gate's and the
    documents' business. Raises `InputProblem` for a symptom, site or aftercare id that `names` does not hold.
    """
    form = text.form
    facing = Facing(file, gate, text.labels, names, language, f"{form.id} {form.version}")
    values = derive_values(facing)
    writer = _Writer(text, facing, values)
    sections = writer.write_sections()
    count = len(sections)
    consent = AssembledConsent(
        language=language,
        title=facing.say(form.title),
        subtitle=writer.fill(form.subtitle),
        form_version=form.version,
        key_points_heading=facing.say(form.key_points_heading),
        key_points=writer.write_key_points(),
        sections=sections,
        signatures_heading=f"{count + 1} {facing.say(form.signatures_heading)}",
        signatures=_derive_signatures(text, facing),
        withdrawal=writer.write_section(form.withdrawal, count + 2),
        text_sha256="",
        basis_sha256=consent_basis_sha256(file, text),
        who=derive_who(facing),
        marked_since=writer.marked_since,
        marks_note=writer.say_marks(sections),
    )
    return msgspec.structs.replace(consent, text_sha256=_hash_text(consent))


def _hash_text(consent: AssembledConsent) -> str:
    """Return the hash of the form before anybody signs: whoever signs after the patient changes nothing of the text."""
    open_lines = tuple(
        line if line.code in (SignerRole.PATIENT, SignerRole.PHYSICIAN) else msgspec.structs.replace(line, name="")
        for line in consent.signatures
    )
    return hash_canonically(msgspec.to_builtins(msgspec.structs.replace(consent, signatures=open_lines)))


def hash_texts(forms: Sequence[AssembledConsent]) -> str:
    """Return the hash of what a document says: of the one text, or over the hashes of the texts in both languages."""
    hashes = [form.text_sha256 for form in forms]
    return hashes[0] if len(hashes) == 1 else hash_canonically(hashes)


class _Writer:
    """Turns clauses into what is printed."""

    def __init__(self, text: ConsentText, facing: Facing, values: Mapping[Placeholder, str]) -> None:
        self._text = text
        self._facing = facing
        self._values = values
        self._about = Applicability(facing.file)
        self._earlier = find_earlier_text(facing.file.consultation)

    @property
    def marked_since(self) -> date | None:
        """The day of the consent that clauses are marked against."""
        return None if self._earlier is None else self._earlier.day

    def say_marks(self, sections: tuple[ConsentSection, ...]) -> str:
        """Return the sentence that explains the marks, empty where there are none to explain."""
        if self._earlier is None:
            return ""
        marks = [clause.mark for section in sections for clause in section.clauses]
        return self._earlier.say(marks, self._facing.language)

    def fill(self, text: Text) -> str:
        """Return a text with its placeholders replaced, once; what is put in is never read again."""
        return PLACEHOLDER.sub(self._value_of, self._facing.say(text))

    def write_key_points(self) -> tuple[str, ...]:
        applying = self._find_applying(self._text.form.key_points)
        return tuple(
            self.fill(block.text) for clause in applying for block in clause.blocks if isinstance(block, ParagraphText)
        )

    def write_sections(self) -> tuple[ConsentSection, ...]:
        """Return the sections that have a clause for this consultation, numbered without gaps."""
        printed = [section for section in self._text.form.sections if self._find_applying(section.clauses)]
        return tuple(self.write_section(section, number) for number, section in enumerate(printed, start=1))

    def write_section(self, section: SectionText, number: int) -> ConsentSection:
        applying = self._find_applying(section.clauses)
        clauses = tuple(
            self._write_clause(clause, f"{number}{_letter(index)}" if len(applying) > 1 else f"{number}")
            for index, clause in enumerate(applying)
        )
        note = "" if section.note is None else self._facing.say(section.note)
        return ConsentSection(f"{number}", self._facing.say(section.heading), clauses, note)

    def _find_applying(self, references: tuple[ClauseReference, ...]) -> tuple[ClauseText, ...]:
        clauses = (self._text.get_clause(reference) for reference in references)
        return tuple(clause for clause in clauses if self._about.is_applicable(clause.applies))

    def _write_clause(self, clause: ClauseText, number: str) -> Clause:
        blocks = tuple(
            printed
            for index, block in enumerate(clause.blocks)
            for printed in self._write_block(block, f"{clause.id}/{index}")
        )
        mark = ClauseMark.NONE if self._earlier is None else self._earlier.mark(clause)
        return Clause(clause.id, clause.version, number, self.fill(clause.title), blocks, clause.wants_initials, mark)

    def _write_block(self, block: BlockText, place: str) -> tuple[Block, ...]:
        consultation = self._facing.file.consultation
        match block:
            case ParagraphText(text=text, is_strong=is_strong):
                return (Paragraph(self.fill(text), is_strong),)
            case BulletsText(items=items):
                return (Bullets(tuple(self.fill(item) for item in items)),)
            case TickText(text=text, ticked_by=ticked_by):
                if ticked_by is TickedBy.NOBODY:
                    return (TickBox(self.fill(text), place in consultation.consent.ticks, place),)
                return (TickBox(self.fill(text), consultation.plan.alternatives_explained),)
            case ChoiceText(choice=choice, text=text):
                choices = consultation.consent.choices
                is_yes = {"photographs": choices.photographs, "teaching": choices.teaching}.get(
                    choice, choices.publication
                )
                return (YesNoChoice(choice, self.fill(text), is_yes),)
            case WriteLineText(label=label):
                return (WriteLine(self.fill(label)),)
            case InsertText(facts=facts):
                return derive_insert(facts, self._facing)

    def _value_of(self, found: re.Match[str]) -> str:
        return self._values[Placeholder(found.group(1))]


def _letter(index: int) -> str:
    """Return a, b, ... z, aa, ab, ..."""
    first, last = divmod(index, len(ascii_lowercase))
    return (ascii_lowercase[first - 1] if first else "") + ascii_lowercase[last]


def _derive_signatures(text: ConsentText, facing: Facing) -> tuple[SignatureLine, ...]:
    file = facing.file
    consent, patient = file.consultation.consent, file.patient
    signed = consent.signature
    names = {
        SignerRole.PATIENT: patient.name,
        SignerRole.PHYSICIAN: say_physician_name(facing),
        SignerRole.GUARDIAN: signed.guardian_name if signed else "",
        SignerRole.INTERPRETER: signed.interpreter_name if signed else "",
        SignerRole.WITNESS: signed.witness_name if signed else "",
    }
    required = find_required_signers(file, (facing.language,))
    return tuple(
        SignatureLine(
            facing.say(line.name), facing.say(line.statement), names[line.role], line.role in required, line.role
        )
        for line in text.form.signatures
    )

"""Lines of a form that are written on by hand: on one that was signed on screen nobody wrote on them."""

import msgspec

from stemsup_desktop.consultation.consent_model import AssembledConsent, ConsentSection, Facts, WriteLine


def with_lines_left_out(consent: AssembledConsent) -> AssembledConsent:
    """Return the form as it prints after a signing on screen: a dash where a hand would have written.

    An empty line in a sealed form could be filled in by hand later. What was agreed to, and its hashes, stay.
    """
    sections = tuple(_leave_out(section) for section in consent.sections)
    return msgspec.structs.replace(consent, sections=sections)


def _leave_out(section: ConsentSection) -> ConsentSection:
    clauses = tuple(
        msgspec.structs.replace(
            clause,
            blocks=tuple(
                Facts(((block.label, ""),)) if isinstance(block, WriteLine) else block for block in clause.blocks
            ),
        )
        for clause in section.clauses
    )
    return msgspec.structs.replace(section, clauses=clauses)

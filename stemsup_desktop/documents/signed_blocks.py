"""What a consent form shows of a signing on screen beside the ink: what was understood, who signed, the seal."""

from collections.abc import Sequence

from stemsup_desktop.consultation.consent_assembly import hash_texts
from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.consent_model import Grid as GridBlock
from stemsup_desktop.consultation.eras import format_legal_moment
from stemsup_desktop.consultation.signing_seal import AnswerGiven, ConsentMarks, write_check_number
from stemsup_desktop.documents import words
from stemsup_desktop.documents.document_model import DocumentRequest
from stemsup_desktop.documents.facing import Facing
from stemsup_desktop.documents.facing_blocks import lay_blocks
from stemsup_desktop.documents.pieces import Frame, Gap, Piece, Stack
from stemsup_desktop.documents.signing_blocks import signature_boxes
from stemsup_desktop.documents.styles import BODY, LABEL, MM, NOTE, STRONG, WIDTH
from stemsup_desktop.language import Language

_PADDING = 10.0


def understanding(facing: Facing, marks: ConsentMarks) -> list[Piece]:
    """Return the section of the answers on understanding: attempts are told, nothing is counted."""
    if not marks.answers:
        return []
    headings = facing.say(words.UNDERSTANDING)
    grids = [_grid(marks, language) for language in facing.languages]
    heading = facing.heading("", headings, facing.say(words.UNDERSTANDING_NOTE))
    return [Gap(4.5 * MM), *facing.told([heading, *lay_blocks(facing, [(grid,) for grid in grids], headings[0])])]


def _grid(marks: ConsentMarks, language: Language) -> GridBlock:
    columns = tuple(one.in_language(language) for one in (words.QUESTION, words.ANSWER, words.RECORD))
    rows = tuple(
        (one.question.in_language(language), one.answer.in_language(language), _say_attempts(one, language))
        for one in marks.answers
    )
    return GridBlock(columns, rows)


def signed_boxes(
    facing: Facing, forms: Sequence[AssembledConsent], marks: ConsentMarks, request: DocumentRequest
) -> Piece:
    """Return the boxes of those who signed, who did not, and what was sealed; no box is left for later ink."""
    signed = [[line for line in form.signatures if line.code in marks.signatures] for form in forms]
    others = [[line.role for line in form.signatures if line.code not in marks.signatures] for form in forms]
    parts: list[Piece] = [signature_boxes(facing, signed, marks.signatures)]
    if others[0]:
        nobody = tuple(
            said.format(roles=(", " if language is Language.EN else "・").join(roles))
            for language, said, roles in zip(facing.languages, facing.say(words.NOBODY_ELSE), others, strict=True)
        )
        parts += [*facing.told([facing.prose(nobody, forms[0].signatures_heading, NOTE)]), Gap(2 * MM)]
    return Stack([*parts, _seal_statement(facing, forms, marks, request)])


def _seal_statement(
    facing: Facing, forms: Sequence[AssembledConsent], marks: ConsentMarks, request: DocumentRequest
) -> Piece:
    inner = WIDTH - 2 * _PADDING
    if not request.is_sealed:
        later = facing.say(words.SEALED_LATER)
        lines = [
            facing.prose(later, later[0], STRONG, inner),
            facing.prose(facing.say(words.SEALED_LATER_WHAT), later[0], BODY, inner),
        ]
        return Frame(Stack(facing.told(lines)), WIDTH, _PADDING)
    moments = [format_legal_moment(request.made_at, language) for language in facing.languages]
    headings = tuple(
        said.format(moment=moment) for said, moment in zip(facing.say(words.SEALED_AT), moments, strict=True)
    )
    counts = tuple(
        said.format(
            digits=write_check_number(hash_texts(forms)),
            signatures=len(marks.signatures),
            initials=len(marks.initials),
            version=forms[0].form_version,
        )
        for said in facing.say(words.SEALED_COUNT)
    )
    lines = [
        facing.prose(headings, headings[0], STRONG, inner),
        facing.prose(facing.say(words.SEALED_WHAT), headings[0], BODY, inner),
        facing.prose(counts, headings[0], LABEL, inner),
    ]
    return Frame(Stack(facing.told(lines)), WIDTH, _PADDING)


def _say_attempts(given: AnswerGiven, language: Language) -> str:
    if given.attempts == 1:
        return words.FITTED_AT_ONCE.in_language(language)
    return words.FITTED_LATER.in_language(language).format(count=given.attempts)

"""Words of one's own beside a chosen answer, where no option quite fits: printed with it, and read by no rule."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from stemsup_desktop.consultation.record import AnswerNote, Consultation, Examination
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.typed_text import is_blank

_CHOSEN = (ItemType.CHOICE, ItemType.BOOLEAN)


def takes_note(link_id: str, questionnaire: Questionnaire) -> bool:
    """Say whether a note can stand beside the answer: one that is chosen, to a question that occurs once."""
    positions = questionnaire.positions.get(link_id, ())
    if len(positions) != 1 or questionnaire.nodes[positions[0]].axes:
        return False
    item = questionnaire.nodes[positions[0]].item
    return item.type in _CHOSEN and not item.is_read_only and not item.is_hidden


def get_notes(examination: Examination) -> Mapping[str, str]:
    """Return the notes by link id, those of questions that are not asked among them."""
    return {note.link_id: note.text for note in examination.notes}


def with_note(
    consultation: Consultation, questionnaire: Questionnaire, link_id: str, text: str, by: str, at: datetime
) -> Consultation:
    """Return the consultation with a note beside an answer; a blank one takes it away.

    Raises `InputProblem` note-not-taken for a question that takes none.
    """
    if not takes_note(link_id, questionnaire):
        raise InputProblem("note-not-taken", "No note can stand beside the answer to this question.")
    examination = consultation.examination
    kept = tuple(note for note in examination.notes if note.link_id != link_id)
    added = () if is_blank(text) else (AnswerNote(link_id, text, by, at),)
    changed = msgspec.structs.replace(examination, notes=(*kept, *added))
    return msgspec.structs.replace(consultation, examination=changed)

"""Which rows of step 2 are the physician's, and which others hold something of the physician's. No Qt."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import REASONS
from stemsup_desktop.consultation.record import Examination
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.occurrences import find_place
from stemsup_desktop.ui.pages.examination.view_model import Key
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class Locks:
    """What cannot be changed here, and why.

    `link_ids` are the questions that are the physician's. `holders` are rows that cannot change or go without moving
    a decision that lies under them: questions with several answers, and occurrences of a group.
    """

    link_ids: Collection[str] = frozenset()
    holders: Collection[Key] = frozenset()
    reason: str = ""
    holder_reason: str = ""

    def find_reason(self, link_id: str, key: Key) -> str:
        """Return why a row cannot be changed, or empty."""
        if link_id in self.link_ids:
            return self.reason
        return self.holder_reason if key in self.holders else ""


NO_LOCKS = Locks()


def derive_locks(
    questionnaire: Questionnaire, reserved: frozenset[str], examination: Examination, words: Words
) -> Locks:
    """Derive what is locked for whoever may not decide; `reserved` are the physician's questions of the checklist.

    Of answers that were given to another checklist, or to none that is named, nobody can say whose they are.
    """
    language = words.language
    has_begun = bool(examination.questionnaire or examination.responses)
    if has_begun and examination.questionnaire != questionnaire.canonical:
        return Locks(questionnaire.positions, reason=REASONS[ReservedAct.CHECKLIST].in_language(language))
    return Locks(
        reserved,
        frozenset(_find_holders(questionnaire, reserved, examination)) if questionnaire.has_repeats else frozenset(),
        REASONS[ReservedAct.ELIGIBILITY].in_language(language),
        words("examination.holds_decision"),
    )


def _find_holders(questionnaire: Questionnaire, reserved: frozenset[str], examination: Examination) -> Iterator[Key]:
    for given in examination.responses:
        positions = questionnaire.positions.get(given.link_id, ()) if given.link_id in reserved else ()
        for node in (questionnaire.nodes[position] for position in positions[:1]):
            place = find_place(node, given.place)
            for depth, axis in enumerate(node.axes):
                if questionnaire.nodes[axis].item.is_question:
                    yield axis, place[:depth]
                else:
                    # Without one before it, an occurrence and what lies in it would move up.
                    yield from ((axis, (*place[:depth], number)) for number in range(place[depth] + 1))

"""What the window says of files that were looked at: name, answer in one sentence, and its lines. No Qt."""

from dataclasses import dataclass
from pathlib import Path

from stemsup_desktop.consultation.seal_model import SealReport, SealState
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

SEALED, NOT_SEALED = "sealed", "not-sealed"
TONES = {
    SealState.GENUINE: TagState.CLEAR,
    SealState.CHANGED: TagState.STOP,
    SealState.NOT_OURS: TagState.STOP,
    SealState.EXPIRED: TagState.INFORMATION,
    SealState.REPLACED: TagState.INFORMATION,
    SealState.WITHDRAWN: TagState.CAUTION,
    SealState.SUPERSEDED: TagState.CAUTION,
    SealState.UNCONFIRMED: TagState.CAUTION,
    SealState.UNFINISHED: TagState.CAUTION,
}
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """One file that was looked at, and what was found or went wrong."""

    path: Path
    found: SealReport | Problem


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One file in the sheet."""

    name: str
    icon: str
    tone: TagState
    headline: str
    lines: tuple[str, ...]


def derive_answer(answer: FileAnswer, words: Words) -> AnswerView:
    """Return how an answer is shown in the window's language."""
    name = "".join(one if one.isprintable() else "\ufffd" for one in answer.path.name)
    name = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    found = answer.found
    if isinstance(found, Problem):
        return AnswerView(name, NOT_SEALED, TagState.STOP, words.sentence_of(found), ())
    return AnswerView(
        name,
        SEALED if found.state.is_unchanged else NOT_SEALED,
        TONES[found.state],
        found.headline.in_language(words.language),
        tuple(line.in_language(words.language) for line in found.lines),
    )

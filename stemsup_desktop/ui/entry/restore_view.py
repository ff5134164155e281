"""What the page of a restore shows, derived from what is known. No Qt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stemsup_desktop.ui.entry.restore_desk import RestorePhase, RestoreState
from stemsup_desktop.ui.restore_words import join_sentences, say_age, say_date_and_time, say_loss
from stemsup_desktop.ui.words import Words

_AT_FIELDS = frozenset({"vault-wrong-passphrase", "passphrase-empty", "vault-wait", "administrator-only"})
_CLOCKS_DIFFER_BY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class RestoreView:
    """Texts, each empty where it has no place now, and which parts are seen.

    `damage` and `refusal` are problems; `field_error` stands at what was typed. `facts` are quiet lines under `made`.
    """

    title: str
    damage: str = ""
    status: str = ""
    refusal: str = ""
    made: str = ""
    facts: tuple[str, ...] = ()
    loss: str = ""
    kept: str = ""
    field_error: str = ""
    replaced: str = ""
    asks_for_name: bool = False
    can_choose: bool = False
    can_search: bool = False
    can_type: bool = False
    is_busy: bool = False
    is_confirming: bool = False
    is_restoring: bool = False
    is_stopping: bool = False
    is_done: bool = False


def derive_restore(state: RestoreState, words: Words, now: datetime) -> RestoreView:
    """Derive the page."""
    if state.phase is RestorePhase.DONE:
        return _derive_done(state, words, now)
    code = "" if state.refusal is None else state.refusal.code
    sentence = "" if state.refusal is None else words.sentence_of(state.refusal)
    is_at_field = code in _AT_FIELDS
    is_offered = state.phase in (RestorePhase.OFFERED, RestorePhase.CHECKING)
    is_searching = state.phase is RestorePhase.SEARCHING
    return RestoreView(
        title=words("restore.damaged_title" if state.damage is not None else "restore.title"),
        damage="" if state.damage is None else words.sentence_of(state.damage),
        status=_say_status(state, words),
        refusal="" if is_at_field else sentence,
        made=_say_made(state, words, now) if not is_searching else "",
        facts=_list_facts(state, words, now) if not is_searching else (),
        loss="" if state.loss is None or state.is_first else say_loss(state.loss, now, words),
        kept=_say_kept(state, words),
        field_error=sentence if is_at_field else "",
        asks_for_name=state.found is not None and state.found.asks_for_name,
        can_choose=state.phase in (RestorePhase.OFFERED, RestorePhase.NOTHING_FOUND),
        can_search=state.phase is RestorePhase.NOTHING_FOUND,
        can_type=is_offered,
        is_busy=state.phase is RestorePhase.CHECKING or is_searching,
        is_confirming=state.phase is RestorePhase.CONFIRMING,
        is_restoring=state.phase is RestorePhase.RESTORING,
        is_stopping=state.is_stopping,
    )


def _derive_done(state: RestoreState, words: Words, now: datetime) -> RestoreView:
    restored = state.restored
    if restored is None:
        return RestoreView(title=words("restore.done_title"), is_done=True)
    said = words("restore.done", **say_date_and_time(restored.manifest.created_at, now, words))
    replaced = restored.replaced
    return RestoreView(
        title=words("restore.done_title"),
        status=said,
        kept="" if replaced is None else words("restore.done_replaced"),
        replaced="" if replaced is None else str(replaced),
        is_done=True,
    )


def _say_kept(state: RestoreState, words: Words) -> str:
    if state.loss is None:
        return ""
    return words("restore.first" if state.is_first else "restore.kept")


def _say_status(state: RestoreState, words: Words) -> str:
    match state.phase:
        case RestorePhase.SEARCHING:
            return words("restore.searching")
        case RestorePhase.NOTHING_FOUND:
            return words("restore.none_found")
        case RestorePhase.CHECKING:
            return words("restore.checking")
        case RestorePhase.RESTORING if state.is_stopping:
            return words("restore.stopping")
        case RestorePhase.RESTORING if state.is_trying:
            return words("restore.testing")
        case RestorePhase.RESTORING:
            return words("restore.restoring", percent=state.percent)
        case _:
            return ""


def _say_made(state: RestoreState, words: Words, now: datetime) -> str:
    if state.found is None:
        return ""
    return words("restore.made", **say_date_and_time(state.found.created_at, now, words))


def _list_facts(state: RestoreState, words: Words, now: datetime) -> tuple[str, ...]:
    found = state.found
    if found is None:
        return ()
    age = now - found.created_at
    proven = words("restore.is_proven" if found.is_proven else "restore.is_unproven")
    if age < -_CLOCKS_DIFFER_BY:
        return (words("restore.made_ahead"), proven)
    said = say_age(max(age, timedelta(0)), words)
    first = () if state.loss is not None or state.is_first else (words("restore.first_loss", age=said),)
    return (join_sentences((words("restore.made_ago", age=said), proven), words), *first)

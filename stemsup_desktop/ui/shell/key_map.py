"""The map of keys behind F1, in groups, from the one registry: of the page on show, or of every page. No Qt."""

from collections.abc import Collection
from dataclasses import dataclass

from stemsup_desktop.consultation.steps import STEP_TITLES
from stemsup_desktop.ui.actions.registry import REGISTRY, VISIT_STEPS, ActionSpec, Group, iter_actions
from stemsup_desktop.ui.words import Words

_TITLES = {"patients": "workspace.patients", "reference": "workspace.reference", "documents": "workspace.documents"}
_PLACES = {"photographs": "key_list.photographs", "recall": "key_list.recall"}


@dataclass(frozen=True, slots=True)
class KeyLine:
    """Keys and what they do."""

    keys: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """A heading with its keys."""

    heading: str
    lines: tuple[KeyLine, ...]


def derive_key_map(
    page_id: str, bound: Collection[str], shown: tuple[tuple[str, str], ...], words: Words
) -> tuple[KeyGroup, ...]:
    """Derive the map of a page; `bound` is what the page has bound, `shown` the (key, words) of its buttons.

    What stands on a button is named as it is there, and stands with the page's own.
    """
    specs = [spec for spec in iter_actions(page_id) if spec.keys and _counts(spec, bound)]
    named = dict(shown)
    groups = []
    for group in Group:
        lines = [_make_line(spec, words) for spec in specs if spec.group is group and spec.key_hint not in named]
        if group is Group.HERE:
            lines = [*(KeyLine((key,), text) for key, text in shown), *lines]
        if lines:
            groups.append(KeyGroup(words(f"actions.group_{group}"), tuple(lines)))
    return tuple(groups)


def derive_whole_map(words: Words) -> tuple[KeyGroup, ...]:
    """Derive the map of everything that has keys: what counts on every page, then what each page adds."""
    with_keys = [spec for spec in REGISTRY if spec.keys]
    groups = [
        KeyGroup(
            words(f"actions.group_{group}"), tuple(_make_line(spec, words) for spec in with_keys if spec.group is group)
        )
        for group in Group
        if group is not Group.HERE
    ]
    own = [spec for spec in with_keys if spec.group is Group.HERE]
    for page_id in (*VISIT_STEPS, *_TITLES, *_PLACES):
        lines = tuple(_make_line(spec, words) for spec in own if page_id in spec.pages)
        groups.append(KeyGroup(_name_place(page_id, words), lines))
    return tuple(group for group in groups if group.lines)


def _name_place(page_id: str, words: Words) -> str:
    if page_id in _PLACES:
        return words(_PLACES[page_id])
    if page_id in _TITLES:
        return words("key_list.page", page=words(_TITLES[page_id]))
    number = int(page_id.removeprefix("step-"))
    return words("key_list.step", number=number, title=STEP_TITLES[number - 1].in_language(words.language))


def _counts(spec: ActionSpec, bound: Collection[str]) -> bool:
    """Tell whether an action is there: what a page binds may be missing from it, what a part handles is always."""
    return not spec.pages or bool(spec.handled_in) or spec.action_id in bound


def _make_line(spec: ActionSpec, words: Words) -> KeyLine:
    keys = tuple(spec.shown.split(" / ")) if spec.shown else spec.keys
    return KeyLine(keys, words(spec.title_key))

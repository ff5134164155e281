"""The map of keys behind F1: what counts on the page on show, from the one registry, in groups. No Qt."""

from collections.abc import Collection
from dataclasses import dataclass

from stemsup_desktop.ui.actions.registry import ActionSpec, Group, iter_actions
from stemsup_desktop.ui.words import Words


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


def _counts(spec: ActionSpec, bound: Collection[str]) -> bool:
    """Tell whether an action is there: what a page binds may be missing from it, what a part handles is always."""
    return not spec.pages or bool(spec.handled_in) or spec.action_id in bound


def _make_line(spec: ActionSpec, words: Words) -> KeyLine:
    keys = tuple(spec.shown.split(" / ")) if spec.shown else spec.keys
    return KeyLine(keys, words(spec.title_key))

"""The one registry of actions: every key is in it, none twice on a page, every one with words in both languages."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from stemsup_desktop.ui.actions.registry import REGISTRY, ActionSpec, Group, get_action, iter_actions
from stemsup_desktop.ui.words import Catalogue, Words

UI = Path(__file__).resolve().parent.parent.parent / "stemsup_desktop" / "ui"
PAGES = (
    *(f"step-{step}" for step in range(1, 8)),
    *("patients", "reference", "lots", "documents", "recall", "settings", "forms", "people", "history"),
)
KANA = re.compile(r"[ぁ-ゖー]+")
ORDINARY = frozenset(
    {"Up", "Down", "Left", "Right", "Return", "Enter", "Space", "Escape", "Tab", "Backtab", "Home", "End"}
    | {"Delete", "Backspace", "PageUp", "PageDown", "Shift", "Control", "Alt", "AltGr", "CapsLock"}
)
"""Keys that every control may take in its own way."""
NO_KEYS_OF_A_PERSON = frozenset({"scanner"})
"""Reads what a scanner types, which is no key that anybody presses."""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(UI).with_suffix("").parts)


def list_modules() -> list[Path]:
    return [path for path in sorted(UI.rglob("*.py")) if "actions" not in path.relative_to(UI).parts]


def iter_key_names(tree: ast.AST) -> set[str]:
    return {
        node.attr.removeprefix("Key_")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr.startswith("Key_")
    }


def is_comparison_of_typed_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and ast.unparse(node.left) == "event.text()"


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(spec.action_id for spec in REGISTRY).items() if count > 1] == []


@pytest.mark.parametrize("page_id", PAGES)
def test_no_two_actions_share_a_key_on_a_page(page_id: str) -> None:
    keys = Counter(key for spec in iter_actions(page_id) for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_action_has_words_in_both_languages(catalogue: Catalogue) -> None:
    assert [spec.action_id for spec in REGISTRY if spec.title_key not in catalogue.keys] == []


@pytest.mark.parametrize("spec", [spec for spec in REGISTRY if spec.is_listed], ids=lambda spec: spec.action_id)
def test_what_the_palette_lists_is_found_by_its_kana(spec: ActionSpec) -> None:
    assert KANA.fullmatch(spec.reading)


def test_every_heading_has_words(words: Words) -> None:
    assert all(words(f"actions.group_{group}") for group in Group)


def test_an_action_of_a_page_names_a_page_that_there_is() -> None:
    known = {*PAGES, "photographs", "entry"}
    assert {page for spec in REGISTRY for page in spec.pages} <= known


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(KeyError):
        get_action("no.such")


def test_shortcuts_are_made_in_one_place_only() -> None:
    makers = {name_of(path) for path in list_modules() if "QShortcut" in path.read_text("utf-8")}
    assert makers == set()


def test_no_module_takes_a_key_that_the_registry_does_not_name() -> None:
    handlers = {module for spec in REGISTRY for module in spec.handled_in}
    assert handlers <= {name_of(path) for path in list_modules()}
    strangers = {}
    for path in list_modules():
        tree = ast.parse(path.read_text("utf-8"))
        keys = iter_key_names(tree) - ORDINARY
        takes_text = any(map(is_comparison_of_typed_text, ast.walk(tree)))
        if (keys or takes_text) and name_of(path) not in handlers | NO_KEYS_OF_A_PERSON:
            strangers[name_of(path)] = sorted(keys)
    assert strangers == {}


def test_a_key_beside_a_button_is_one_of_the_registry() -> None:
    known = {key for spec in REGISTRY for key in (*spec.keys, *spec.shown.split(" / "))} | {""}
    strangers = set()
    for path in list_modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_hint = isinstance(node, ast.keyword) and node.arg == "key_hint" and isinstance(node.value, ast.Constant)
            if is_hint and node.value.value not in known:
                strangers.add((name_of(path), node.value.value))
    assert strangers == set()

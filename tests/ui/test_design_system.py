"""The design system: no page sets a colour or a size of its own; every icon is of one family and says something."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.theme.stylesheet import make_stylesheet
from stemsup_desktop.ui.theme.tokens import read_tokens

UI = Path(__file__).parents[2] / "stemsup_desktop" / "ui"
MODULES = sorted(path for path in UI.rglob("*.py") if "theme" not in path.relative_to(UI).parts)
ICONS = {path.stem for path in (find_resources() / "icons").glob("*.svg")}
HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}\b")
SPACES = {"setContentsMargins", "setSpacing", "addSpacing", "setHorizontalSpacing", "setVerticalSpacing"}
SPACE_WORDS = {"margins", "spacing", "gap", "line_gap"}
EXTENTS = re.compile(r"set(Fixed|Minimum|Maximum)(Width|Height|Size)$")
TYPE_CALLS = {"setPixelSize", "setPointSize", "setPointSizeF", "setFamily"}
TYPE_PAINTERS = {"printing.py", "site_map/map_painting.py", "components/explaining_picture.py"}
"""They measure type by what is drawn round it: a page of paper, a zone of the map, a picture."""
INK_ON_PICTURES = {"photographs/picture_view.py"}
"""A photograph may have any colour: what is drawn on it is black and white, one over the other."""
ICON_WORDS = {"icon", "icon_name"}
ICON_CALLS = {
    "set_icon": 0,
    "set_icon_name": 0,
    "set_trailing_icon": 0,
    "IconLabel": 1,
    "IconButton": 1,
    "draw_icon": 2,
}


def name_of(path: Path) -> str:
    return path.relative_to(UI).as_posix()


@lru_cache(maxsize=4)
def list_nodes(source: str) -> tuple[ast.AST, ...]:
    """Read a module once for all rules that one test asks about it."""
    return tuple(ast.walk(ast.parse(source)))


def iter_calls(source: str) -> Iterator[tuple[str, ast.Call]]:
    for node in list_nodes(source):
        if isinstance(node, ast.Call):
            called = node.func
            yield (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")), node


def iter_numbers(node: ast.expr) -> Iterator[int]:
    """Go through the numbers that a call may be given, without those that it compares."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (number for one in (node.body, node.orelse) for number in iter_numbers(one))
    elif isinstance(node, ast.Tuple | ast.List):
        yield from (number for one in node.elts for number in iter_numbers(one))
    elif isinstance(node, ast.Starred):
        yield from iter_numbers(node.value)


def find_own_colours(source: str) -> list[str]:
    texts = (node.value for node in list_nodes(source) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and HEX.fullmatch(text.strip())]


def find_own_spaces(source: str) -> list[str]:
    found = []
    for name, call in iter_calls(source):
        given = [*call.args] if name in SPACES else []
        given += [word.value for word in call.keywords if word.arg in SPACE_WORDS]
        if any(number for one in given for number in iter_numbers(one)):
            found.append(f"line {call.lineno}: {ast.unparse(call)[:60]}")
    return found


def find_own_extents(source: str) -> list[str]:
    """Find widths and heights that are written where they are used, not named; a pixel more or less is no size."""
    found = []
    for name, call in iter_calls(source):
        if EXTENTS.match(name) and any(number > 1 for one in call.args for number in iter_numbers(one)):
            found.append(f"line {call.lineno}: {ast.unparse(call)[:60]}")
    return found


def find_icons(source: str) -> set[str]:
    found: set[str] = set()
    if not any(word in source for word in (*ICON_CALLS, *ICON_WORDS)):
        return found
    for name, call in iter_calls(source):
        place = ICON_CALLS.get(name)
        given = [call.args[place]] if place is not None and len(call.args) > place else []
        given += [word.value for word in call.keywords if word.arg in ICON_WORDS]
        for one in given:
            found |= {
                leaf.value for leaf in ast.walk(one) if isinstance(leaf, ast.Constant) and type(leaf.value) is str
            }
    return {icon for icon in found if re.fullmatch(r"[a-z]+(-[a-z]+)*", icon)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_has_a_colour_a_space_or_a_size_of_its_own(path: Path) -> None:
    source = path.read_text("utf-8")
    colours = [] if name_of(path) in INK_ON_PICTURES else find_own_colours(source)
    assert (colours, find_own_spaces(source), find_own_extents(source)) == ([], [], [])


def test_only_the_theme_and_who_measures_by_a_drawing_chooses_the_size_of_type() -> None:
    sources = {name_of(path): path.read_text("utf-8") for path in MODULES}
    named = {name: source for name, source in sources.items() if any(call in source for call in TYPE_CALLS)}
    found = {name for name, source in named.items() for call, _ in iter_calls(source) if call in TYPE_CALLS}
    assert found <= TYPE_PAINTERS


def test_each_rule_finds_what_is_against_it() -> None:
    assert find_own_colours("label.setStyleSheet('x'); QColor('#A1211B')") == ["#A1211B"]
    assert find_own_spaces("row.setContentsMargins(0, 7, 0, 0)")
    assert find_own_spaces("row.setSpacing(12 if width > 900 else 4)")
    assert find_own_spaces("ScrollPane(margins=(24, 16, 24, 24))")
    assert not find_own_spaces("row.setContentsMargins(0, sizes.XS, 0, 0)")
    assert not find_own_spaces("row.setSpacing(sizes.S if width > 900 else sizes.XXS)")
    assert find_own_extents("field.setFixedWidth(112)")
    assert not find_own_extents("field.setFixedWidth(theme.grown(FIELD_PX))")
    assert find_icons("IconLabel(theme, 'lock' if a else 'check', 'text')") == {"lock", "check"}


def test_the_named_spaces_are_those_of_the_tokens() -> None:
    tokens = read_tokens(find_resources() / "tokens.json")
    named = {name: value for name, value in vars(sizes).items() if name.isupper() and isinstance(value, int)}
    assert set(tokens.space) == set(named.values()) - {sizes.HAIR, sizes.TIGHT, sizes.FIELD}
    assert set(named.values()) <= tokens.all_spaces


def test_every_icon_that_is_named_is_of_the_one_family() -> None:
    named = {icon for path in MODULES for icon in find_icons(path.read_text("utf-8"))}
    assert named - ICONS == set()
    for icon in ICONS:
        drawing = (find_resources() / "icons" / f"{icon}.svg").read_text("utf-8")
        assert 'viewBox="0 0 20 20"' in drawing, icon
        assert set(HEX.findall(drawing)) <= {"#000000"}, icon


def test_every_button_with_only_an_icon_says_what_it_does() -> None:
    silent = []
    for path in MODULES:
        source = path.read_text("utf-8")
        for name, call in iter_calls(source) if "IconButton" in source else ():
            is_unnamed = name == "IconButton" and len(call.args) > 2 and ast.unparse(call.args[2]) == "''"
            if is_unnamed and "set_name(" not in source:
                silent.append(f"{name_of(path)}:{call.lineno}")
    assert silent == []


def test_every_colour_of_the_style_sheet_is_a_token() -> None:
    tokens = read_tokens(find_resources() / "tokens.json")
    for colours in (tokens.light, tokens.dark):
        sheet = make_stylesheet(colours, tokens.type_roles, "Noto Sans JP", 1.0)
        assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", sheet)) <= set(colours.values())


def test_no_rule_of_the_style_sheet_is_for_every_widget() -> None:
    tokens = read_tokens(find_resources() / "tokens.json")
    sheet = make_stylesheet(tokens.light, tokens.type_roles, "Noto Sans JP", 1.0)
    selectors = {one.strip() for rule in re.findall(r"([^{}]+)\{", sheet) for one in rule.split(",")}
    assert 'QFrame[flag="stop"]' in selectors
    assert selectors & {"*", "QWidget"} == set()  # Qt would keep what it looked up for each of thousands

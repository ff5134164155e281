"""Names the spaces in the layouts of the window: `python .ci/name_spaces.py`.

A number in a call that lays out becomes the name it has in `stemsup_desktop/ui/theme/sizes.py`; one that is not on the
grid becomes the nearest that is. `tests/ui/test_design_system.py` says where it is needed.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from stemsup_desktop.ui.theme import sizes  # noqa: E402

UI = ROOT / "stemsup_desktop" / "ui"
NAMES = {value: name for name, value in vars(sizes).items() if name.isupper() and isinstance(value, int)}
CALLS = {"setContentsMargins", "setSpacing", "addSpacing", "setHorizontalSpacing", "setVerticalSpacing"}
KEYWORDS = {"margins", "spacing", "gap", "line_gap"}
LINE = "from stemsup_desktop.ui.theme import "


def main() -> None:
    """Name them in every module of the window but the theme."""
    modules = [path for path in sorted(UI.rglob("*.py")) if "theme" not in path.relative_to(UI).parts]
    print(sum(name_spaces(path) for path in modules), "spaces named")


def name_spaces(path: Path) -> int:
    """Name the spaces of one module; return how many there were."""
    source = path.read_text("utf-8")
    found = sorted(_iter_spaces(ast.parse(source)), key=lambda leaf: (leaf.lineno, leaf.col_offset), reverse=True)
    lines = source.splitlines(keepends=True)
    for leaf in found:
        line = lines[leaf.lineno - 1].encode()
        name = f"sizes.{NAMES[_find_nearest(int(str(leaf.value)))]}".encode()
        lines[leaf.lineno - 1] = (line[: leaf.col_offset] + name + line[leaf.end_col_offset :]).decode()
    named = "".join(lines)
    if re.search(r"\bsizes\.[A-Z]", named):
        named = _with_import(named)
    if named != source:
        path.write_text(named, "utf-8")
    return len(found)


def _iter_spaces(tree: ast.Module) -> Iterator[ast.Constant]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = call.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        given = [*call.args] if name in CALLS else []
        given += [word.value for word in call.keywords if word.arg in KEYWORDS]
        for one in given:
            yield from (leaf for leaf in _iter_leaves(one) if leaf.value)


def _iter_leaves(node: ast.expr) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield node
    elif isinstance(node, ast.IfExp):
        yield from _iter_leaves(node.body)
        yield from _iter_leaves(node.orelse)
    elif isinstance(node, ast.Tuple | ast.List):
        for one in node.elts:
            yield from _iter_leaves(one)
    elif isinstance(node, ast.Starred):
        yield from _iter_leaves(node.value)


def _find_nearest(space: int) -> int:
    """Return the space of the grid; what lies in the middle becomes the wider one."""
    if space in NAMES:
        return space
    return min((one for one in NAMES if one != sizes.FIELD), key=lambda one: (abs(one - space), -one))


def _with_import(source: str) -> str:
    known = re.search(rf"^{re.escape(LINE)}([^\n(]+)$", source, re.MULTILINE)
    if known is None:
        tree = ast.parse(source)
        imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        place = imports[-1].end_lineno if imports else tree.body[0].end_lineno
        lines = source.splitlines(keepends=True)
        lines.insert(place or 0, f"{LINE}sizes\n")
        return "".join(lines)
    names = known[1].split(", ")
    return source if "sizes" in names else source.replace(known[0], f"{LINE}{', '.join([*names, 'sizes'])}", 1)


if __name__ == "__main__":
    main()

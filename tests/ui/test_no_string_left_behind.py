"""No text of the window is written in its code, and what the word files say is whole in both languages."""

import ast
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from string import Formatter

import pytest

from stemsup_desktop.resources import find_resources

PACKAGE = Path(__file__).parents[2] / "stemsup_desktop"
ROOT = [PACKAGE / "desktop.py", PACKAGE / "workspace.py", *sorted(PACKAGE.glob("window_*.py"))]
WINDOW = [*sorted((PACKAGE / "ui").rglob("*.py")), *ROOT]
WORD_FILES = sorted((find_resources() / "i18n").glob("*.json"))

JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff9f]")
READS_AS_TEXT = re.compile(r"[A-Za-z]{2,} +[A-Za-z]{2,}|^[A-Z][a-z]{2,}")
KEY_CHORD = re.compile(
    r"(?:(?:Ctrl|Alt|Shift)[+ ])*(?:Ctrl|Alt|Shift|Enter|Return|Esc|Del|Backspace|Space|Tab|PgUp|PgDn|PgDown"
    r"|Left|Right|Up|Down|F\d+|[A-Z0-9+=,.-]|[←↑↓→ ]+|1 … 7)?(?:(?:, | / ).+)?"
)
FILE_FILTER = re.compile(r".+ \(\*\.[a-z]+\)")
PROBLEMS = {"InputProblem", "EnvironmentProblem", "Problem"}
BOTH_LANGUAGES = {"Text", "quote"}
NEVER_SHOWN = {
    *("split", "rstrip", "lstrip", "strip", "endswith", "startswith", "removeprefix", "removesuffix", "partition"),
    *("compile", "getLogger", "Signal", "Property", "findChild", "findChildren", "QDBusMessage", "Template", "TypeVar"),
}
SHOWN_BY = {
    *("setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription"),
    *("setWindowTitle", "setTitle", "addAction", "addItem", "set_label", "set_placeholder", "set_hint", "set_error"),
    *("set_warning", "Label", "SectionHeading", "PushButton", "PrimaryButton", "QuietButton", "IconButton"),
}
NAMES = {
    ("theme.py", "Noto Sans JP"): "a font",
    ("theme.py", "Fusion"): "a style of Qt",
    ("theme.py", "NotoSansJP-"): "the name of a file",
    ("printing.py", "StemSup Desktop"): "the program",
    ("desktop.py", "StemSup Desktop"): "the program",
    ("system_lock_linux.py", "StemSup Desktop"): "the program",
    ("system_lock_linux.py", "takes the records off the screen"): "read by logind, in English by its custom",
    ("paper_seal_desk.py", "Source"): "a word of the format",
    ("file_dialogs.py", "QtProject"): "the name of Qt's settings",
    ("file_dialogs.py", "FileDialog/history"): "a key of Qt's settings",
    ("file_dialogs.py", "FileDialog/lastVisited"): "a key of Qt's settings",
    ("desktop.py", "first run"): "a phrase that is only measured",
    ("theme.py", "Regular"): "a cut of the font",
    ("theme.py", "Medium"): "a cut of the font",
    ("theme.py", "Bold"): "a cut of the font",
    ("jobs.py", "The program made a mistake. Your entries are kept; try again or restart the program."): "problem.bug",
    ("frame.py", "日本語"): "a language by its own name",
    ("frame.py", "English"): "a language by its own name",
    ("stamping.py", "ClinicSeal"): "the name of a field in a PDF",
}
"""What reads as a text and is none: a name that is the same in every language, and why."""
FOUND_BY = {"registry.py", "places.py"}
"""Modules whose kana and other words find a page or an action, and are never shown."""
FINDING_WORD = re.compile(r"[a-z ]+|[ぁ-ゖー ]+|[一-鿿ぁ-ゖァ-ヺー]+")
READS_JAPANESE = {
    "line_breaks.py",
    "parsing.py",
    "parsing_moments.py",
    "numbers.py",
    "fields.py",
    "draft.py",
    "kana_reading.py",
}
"""Modules that read or break Japanese text and name its characters."""
DBUS = "system_lock"


def parents_of(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def around(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    """Yield what a literal stands in, up to its statement."""
    while (node := parents.get(node)) is not None:
        yield node
        if isinstance(node, ast.stmt):
            return


def is_annotation(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while (parent := parents.get(node)) is not None:
        if node in (getattr(parent, "annotation", None), getattr(parent, "returns", None)):
            return True
        if called(parent) == "cast" or ast.unparse(parent).startswith("Callable["):
            return True
        if not isinstance(parent, ast.Subscript | ast.BinOp | ast.Tuple | ast.List):
            return False
        node = parent
    return False


def is_of_a_language(node: ast.AST) -> bool:
    """Tell whether a choice is made by the language: "、" in Japanese and ", " in English."""
    return isinstance(node, ast.IfExp) and bool(
        re.search(r"japanese|Language\.|language", ast.unparse(node.test), re.IGNORECASE)
    )


def literals(source: str) -> Iterator[tuple[ast.Constant, list[ast.AST], Callable[[], bool]]]:
    """Yield every string that is no docstring, with what it stands in and what tells whether it is a type."""
    tree = ast.parse(source)
    parents = parents_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            stack = list(around(node, parents))
            if not isinstance(stack[0], ast.Expr):
                yield node, stack, partial(is_annotation, node, parents)


def find_texts(name: str, source: str) -> list[str]:
    """Return every text that a module shows in one language only."""
    found = []
    for node, stack, is_type in literals(source):
        text = node.value
        is_text = bool(JAPANESE.search(text) or READS_AS_TEXT.search(text))
        is_given_to_a_widget = called(stack[0]) in SHOWN_BY and bool(re.search(r"[A-Za-z]{2,} |[A-Z][a-z]", text))
        if not (is_text or is_given_to_a_widget) or is_type():
            continue
        calls = {called(part) for part in stack} - {""}
        if calls & (BOTH_LANGUAGES | PROBLEMS | NEVER_SHOWN) or any(map(is_of_a_language, stack)):
            continue
        if any(isinstance(part, ast.Raise) for part in stack) or calls & {"info", "warning", "exception", "error"}:
            continue
        if KEY_CHORD.fullmatch(text) or FILE_FILTER.fullmatch(text) or (name, text) in NAMES:
            continue
        if is_an_id(stack) or (name in READS_JAPANESE and (JAPANESE.search(text) or text.isupper())):
            continue
        if name in FOUND_BY and FINDING_WORD.fullmatch(text):
            continue
        if name.startswith(DBUS) and re.fullmatch(r"([A-Z][a-z]*)+", text):
            continue
        if name == "stylesheet.py" and re.search(r"[{;:]", text):
            continue
        found.append(f"{name}:{node.lineno}: {text!r}")
    return found


def is_an_id(stack: list[ast.AST]) -> bool:
    """Tell whether a word is the name of a thing of the code, in `__all__`."""
    statement = stack[-1]
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__"


@pytest.mark.parametrize("path", WINDOW, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_text_is_written_in_the_code_of_the_window(path: Path) -> None:
    assert find_texts(path.name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        'label.setText("Save this")',
        'label.setText("Save")',
        'label.setText(f"Saved {at}")',
        'button = PushButton(theme, "Save")',
        'title = "保存"',
        'mark = "、"',
        'field.setToolTip("at the left" if is_left else "")',
        "names = {'a': 'Somebody has this already'}",
    ],
)
def test_a_text_in_the_code_is_found(line: str) -> None:
    assert len(find_texts("page.py", line)) >= 1


@pytest.mark.parametrize(
    "line",
    [
        'text = Text("Save this", "保存")',
        'mark = "、" if language is Language.JA else ", "',
        'raise ValueError("This is a mistake of the program")',
        'button.set_key_hint("Ctrl+Shift+Z")',
        'def load(vault: "Vault | None") -> "Callable[[Vault], None]": ...',
        'field.setObjectName("save_this")',
        'label.setText(words("common.save"))',
    ],
)
def test_what_is_no_text_is_left_alone(line: str) -> None:
    assert find_texts("page.py", line) == []


def problems_in(source: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(source)) if any(problem in source for problem in PROBLEMS) else ():
        if called(node) in PROBLEMS and node.args and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value, node.lineno


@cache
def read_problems() -> frozenset[str]:
    return frozenset(json.loads((find_resources() / "i18n" / "problem.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", WINDOW, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_problem_of_the_window_has_words_in_both_languages(path: Path) -> None:
    known = read_problems()
    assert [found for found in problems_in(path.read_text(encoding="utf-8")) if found[0] not in known] == []


# What the word files say


NAMES_IN_JAPANESE = re.compile(
    r"StemSup(?: Desktop)?|SQLCipher|Noto Sans JP|FHIR(?: R4)?(?: Questionnaire)?|Questionnaire|PDF(?:/A|/UA)?|"
    r"JSON|CSV|"
    r"PIN|ID|URL|USB|QR|DataMatrix|Data Matrix|GS1(?:-128)?|GTIN|UTC|OS|SHA-256|PAdES|X\.509|NRS|DNA|RNA|EGF|HGF|VEGF|"
    r"Caps Lock|stemsup [a-z]+(?: [a-z]+)?|Ctrl|Alt|Shift|Enter|Esc|Del|Space|Tab|Page (?:Up|Down)|PgUp|PgDn|"
    r"mL|mg|kg|cm|mm|px|MB|GB|kB|pg|ng|µg|"
    r"JPEG|PNG|HEIC|TIFF|WebP|DICOM|EXIF|ISO|CD\d+|MSC|COA|Linux|Windows|macOS|GNOME|KDE|Apache|\{\w+\}"
)
LATIN_SENTENCE = re.compile(r"[A-Za-z][a-z]+(?:[ ,]+[A-Za-z][a-z]+)+")
WIDE_IN_ENGLISH = re.compile(r"[\u3000-\u3012\u3014-\u303f\uff01-\uff9f]")
"""All but 〓, which is shown as what it is: the sign for a missing letter."""
HALF_WIDTH_KANA = re.compile(r"[\uff61-\uff9f]")
WIDE_LETTERS = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
HALF_WIDTH_MARKS = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff])[,;:!?()](?=[\u3040-\u30ff\u3400-\u9fff ]|$)")


def entries(path: Path) -> dict[str, dict[str, str]]:
    return json.loads(path.read_text(encoding="utf-8"))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: path.stem)
class TestWordFile:
    def test_every_text_stands_in_both_languages_with_the_same_places(self, path: Path) -> None:
        for key, entry in entries(path).items():
            assert entry["en"].strip(), key
            assert entry["ja"].strip(), key
            assert placeholders(entry["en"]) == placeholders(entry["ja"]), key

    def test_japanese_is_japanese(self, path: Path) -> None:
        """A Latin sentence was forgotten; a name or a unit may stand."""
        found = {
            key: entry["ja"]
            for key, entry in entries(path).items()
            if LATIN_SENTENCE.search(NAMES_IN_JAPANESE.sub("", entry["ja"]))
        }
        assert found == {}

    def test_english_has_no_japanese_marks_or_digits(self, path: Path) -> None:
        found = {key: entry["en"] for key, entry in entries(path).items() if WIDE_IN_ENGLISH.search(entry["en"])}
        assert found == {}

    def test_japanese_has_no_half_width_kana_or_wide_letters(self, path: Path) -> None:
        found = [
            key
            for key, entry in entries(path).items()
            if HALF_WIDTH_KANA.search(entry["ja"]) or WIDE_LETTERS.search(entry["ja"])
        ]
        assert found == []

    def test_japanese_has_the_marks_of_japanese(self, path: Path) -> None:
        found = {key: entry["ja"] for key, entry in entries(path).items() if HALF_WIDTH_MARKS.search(entry["ja"])}
        assert found == {}

    def test_no_text_is_in_two_forms_of_one_letter(self, path: Path) -> None:
        for key, entry in entries(path).items():
            for text in entry.values():
                assert unicodedata.normalize("NFC", text) == text, key

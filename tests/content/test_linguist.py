"""The way to Qt Linguist and back: only what a translator changed is written, and faults change nothing."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import PySide6
import pytest
from PySide6.QtCore import QTranslator

from stemsup_desktop.content import read_content
from stemsup_desktop.resources import find_resources

TOOL = Path(__file__).parents[2] / ".ci" / "linguist.py"
FEWEST = 5_500


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("linguist", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["linguist"] = module  # its records look themselves up there
    spec.loader.exec_module(module)
    return module


linguist = load_tool()


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    """A copy of what the program ships."""
    copy = tmp_path / "resources"
    shutil.copytree(find_resources(), copy, ignore=shutil.ignore_patterns("fonts", "icons"))
    return copy


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """All texts as a file of Linguist, written once."""
    path = tmp_path_factory.mktemp("exported") / "texts.ts"
    linguist.export(find_resources(), path)
    return path.read_bytes()


@pytest.fixture
def file(exported: bytes, tmp_path: Path) -> Path:
    """A copy of all texts as a file of Linguist."""
    path = tmp_path / "texts.ts"
    path.write_bytes(exported)
    return path


def read_bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.json")}


def change(file: Path, edit: Callable[[str], str]) -> None:
    before = file.read_text("utf-8")
    after = edit(before)
    assert after != before
    file.write_text(after, "utf-8")


def test_every_text_goes_out(resources: Path, file: Path) -> None:
    messages = list(linguist.find_messages(resources))
    assert len(messages) > FEWEST
    assert len({(one.file, one.place) for one in messages}) == len(messages)
    rooms = {one.file.partition("/")[0] for one in messages}
    assert {"i18n", "reference", "rules", "questionnaires", "consent", "sheets", "aftercare", "sites"} <= rooms


def test_what_comes_back_unchanged_leaves_every_byte(resources: Path, file: Path) -> None:
    before = read_bytes(resources)
    assert linguist.take_in(resources, file) == 0
    assert read_bytes(resources) == before


@pytest.mark.parametrize("name", ["i18n/common.json", "rules/rules.json", "questionnaires/examination.json"])
def test_a_changed_text_is_the_only_thing_that_changes(resources: Path, file: Path, name: str) -> None:
    message = next(
        one for one in linguist.find_messages(resources) if one.file == name and "{" not in one.japanese.text
    )
    before = (resources / name).read_text("utf-8")
    new = '改めた「文」 "引用" \\ <b>&amp;'

    def edit(text: str) -> str:
        escaped = new.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        at = text.index(f"<name>{name}</name>")
        at = text.index(f"<comment>{message.place}</comment>", at)
        at = text.index("<translation>", at) + len("<translation>")
        return text[:at] + escaped + text[text.index("</translation>", at) :]

    change(file, edit)
    others = {key: value for key, value in read_bytes(resources).items() if key != name}
    assert linguist.take_in(resources, file) == 1
    after = (resources / name).read_text("utf-8")
    spot = linguist.find_strings(after)
    assert new in {one.text for one in spot.values()}
    assert after[: message.japanese.start] == before[: message.japanese.start]
    assert after.endswith(before[message.japanese.end :])
    assert {key: value for key, value in read_bytes(resources).items() if key != name} == others


def test_what_is_not_finished_is_left_as_it_was(resources: Path, file: Path) -> None:
    before = read_bytes(resources)
    change(file, lambda text: text.replace("<translation>", '<translation type="unfinished">x', 50))
    assert linguist.take_in(resources, file) == 0
    assert read_bytes(resources) == before


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (lambda text: text.replace("<source>", "<source>x", 1), "has changed since"),
        (lambda text: text.replace("<comment>", "<comment>x", 1), "no such text"),
        (lambda text: text.replace("<name>i18n/common.json", "<name>i18n/other.json"), "no such text"),
        (lambda text: text.replace("{count}件", "{kount}件"), "braces differ"),
        (lambda text: text.replace("{count}件", "{count件"), "brace"),
        (lambda text: text[: len(text) // 2], "no file of Linguist"),
        (lambda text: "", "no file of Linguist"),
    ],
    ids=["english", "place", "file", "placeholder", "open brace", "cut off", "empty"],
)
def test_a_faulty_file_changes_nothing(resources: Path, file: Path, edit: Callable[[str], str], fault: str) -> None:
    before = read_bytes(resources)
    change(file, edit)
    with pytest.raises(linguist.UnusableError, match=fault):
        linguist.take_in(resources, file)
    assert read_bytes(resources) == before


def test_the_content_is_whole_after_a_change(resources: Path, file: Path) -> None:
    change(file, lambda text: text.replace("<translation>印刷<", "<translation>印刷する<"))
    assert linguist.take_in(resources, file) >= 1
    read_content(resources)


def test_qt_compiles_and_speaks_every_text(resources: Path, file: Path, tmp_path: Path) -> None:
    program = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    compiled = tmp_path / "texts.qm"
    result = subprocess.run([program, file, "-qm", compiled], capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    translator = QTranslator()
    assert translator.load(str(compiled))
    wrong = [
        (one.file, one.place)
        for one in linguist.find_messages(resources)
        if translator.translate(one.file, one.english, one.place) != one.japanese.text
    ]
    assert wrong == []

"""Commands whose input or output is not what they expect: one sentence, no fault of the program."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result

from stemsup_desktop.commands.printing import print_json
from stemsup_desktop.resources import find_resources

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parent.parent.parent
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither these devices nor pipes in folders")


def start(*arguments: str, encoding: str = "utf-8", output: str = "") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    with Path(output or os.devnull).open("wb") as file:
        stdout = file if output else subprocess.PIPE
        return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=environment, check=False, timeout=60)


@posix
def test_output_that_cannot_be_written_is_one_sentence() -> None:
    ran = start("schema", output="/dev/full")
    assert ran.returncode == 1
    assert ran.stderr == b"The output cannot be written: is the disk full?\n"


def test_json_is_utf_8_in_a_terminal_of_any_encoding_and_words_are_printed_as_well_as_it_can() -> None:
    example = str(find_resources() / "examples" / "stop.json")
    ran = start("check", "--input", example, "--json", encoding="ascii")
    assert json.loads(ran.stdout.decode("utf-8"))["verdict"] == "stop"

    ran = start("check", "--input", example, "--language", "ja", encoding="ascii")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"(stop)" in ran.stdout


@posix
@pytest.mark.parametrize("option", ["--questionnaire", "--response", "--input"])
def test_a_pipe_at_which_nobody_writes_is_not_waited_for(run: Run, tmp_path: Path, option: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "q.json").write_text('{"resourceType":"Questionnaire","item":[{"linkId":"a","type":"boolean"}]}')
    given = {"--questionnaire": tmp_path / "q.json", "--response": tmp_path / "q.json"} if option != "--input" else {}
    arguments = [part for pair in {**given, option: tmp_path / "pipe"}.items() for part in pair]
    assert run("check", *arguments).exit_code == 1


def test_a_name_that_no_file_can_have_is_wrong_usage(run: Run) -> None:
    assert run("check", "--input", "a\0b").exit_code == 2


def test_the_home_of_nobody_is_one_sentence(run: Run) -> None:
    result = run("--data-folder", "~nobody-of-this-name/x", "check", "--input", "x.json")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_a_field_is_named_only_where_it_looks_like_the_name_of_a_field(run: Run, tmp_path: Path) -> None:
    visit = json.loads((find_resources() / "examples" / "clear.json").read_text("utf-8"))
    for name, is_named in (("surname", True), ("山田 花子", False), ("Hanako Yamada", False)):
        visit["patient"] = {"patient_id": "1", name: 1}
        (tmp_path / "visit.json").write_text(json.dumps(visit), "utf-8")
        assert (name in run("check", "--input", tmp_path / "visit.json").stderr) is is_named


def test_a_path_that_is_no_utf_8_is_printed_as_json_all_the_same(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    print_json({"folder": "documents-\udcff\udcfe", "sizes": (Decimal("1.50"), 2)})
    assert json.loads(capsysbinary.readouterr().out) == {"folder": "documents-\ufffd\ufffd", "sizes": [1.5, 2]}

"""A passphrase comes from a hidden prompt or from standard input, and goes nowhere else."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from clinic_at_the_desk import CODE, PATIENT_WORDS, PHRASES, Clinic, sentence_of
from store.builders import PASSPHRASE

from stemsup_desktop.cli import stemsup
from stemsup_desktop.store.problems import SENTENCES

ROOT = Path(__file__).resolve().parent.parent.parent
NEW = "the rain stays in the north"


def start(clinic: Clinic, *words: object, **streams: object) -> subprocess.Popen[bytes]:
    """Start the real program."""
    command = [sys.executable, str(ROOT / "main.py"), "--data-folder", str(clinic.data), *map(str, words)]
    return subprocess.Popen(command, **streams)  # type: ignore[call-overload, no-any-return]


def read_until(terminal: int, words: bytes) -> bytes:
    """Return what the terminal shows, up to some words or the end."""
    shown = b""
    while words not in shown:
        try:
            part = os.read(terminal, 1000)
        except OSError:  # how a pseudo-terminal says that its program has ended
            return shown
        if not part:
            return shown
        shown += part
    return shown


def iter_commands(group: click.Group, name: str = "stemsup") -> Iterator[tuple[str, click.Command]]:
    for key, command in group.commands.items():
        yield f"{name} {key}", command
        if isinstance(command, click.Group):
            yield from iter_commands(command, f"{name} {key}")


def test_no_command_takes_a_secret_as_an_argument_or_from_the_environment(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = dict(iter_commands(stemsup))
    assert len(commands) > 18
    secrets = ("passphrase", "recovery", "code", "password")
    for name, command in commands.items():
        assert command.context_settings.get("auto_envvar_prefix") is None
        for parameter in command.params:
            assert parameter.envvar is None, name
            if any(word in str(parameter.name) for word in secrets):
                assert isinstance(parameter, click.Option), name
                assert parameter.is_flag, name
    for variable in ("STEMSUP_PASSPHRASE", "PASSPHRASE", "STEMSUP_PASSPHRASE_STDIN"):
        monkeypatch.setenv(variable, PASSPHRASE)
    assert "--passphrase-stdin" in sentence_of(clinic.type("accounts", "list", "--as", "aoki"))


def test_every_command_and_option_says_what_it_does() -> None:
    for name, command in iter_commands(stemsup):
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option) and "pass" not in name:
                assert parameter.help or name in ("stemsup render", "stemsup check", "stemsup reference"), (
                    name,
                    parameter,
                )


def test_where_people_have_names_the_name_is_asked_for(clinic: Clinic) -> None:
    missing = clinic.type("accounts", "list", "--passphrase-stdin", lines=(PASSPHRASE,))
    assert "--as NAME" in sentence_of(missing)
    clinic.has_terminal = True
    asked = clinic.type("accounts", "list", lines=("mori", PHRASES["mori"]))
    assert asked.exit_code == 0, asked.stderr
    assert "Sign-in name" in asked.stderr
    assert "Sign-in name" not in asked.stdout


def test_a_new_passphrase_is_asked_for_twice(clinic: Clinic) -> None:
    clinic.has_terminal = True
    words = ("accounts", "passphrase", "--as", "mori")
    differs = clinic.type(*words, lines=(PHRASES["mori"], NEW, f"{NEW}!"))
    assert (differs.exit_code, "not the same" in differs.stderr) == (1, True)
    assert clinic.type(*words, lines=(PHRASES["mori"], NEW, NEW)).exit_code == 0


def test_a_wrong_passphrase_and_an_unknown_name_look_alike(clinic: Clinic) -> None:
    sentences = {
        sentence_of(clinic.type("accounts", "list", "--as", name, "--passphrase-stdin", lines=(f"wrong {NEW}",)))
        for name in ("aoki", "nobody", "", "\udcff", "x" * 5000)
        if name
    }
    assert sentences == {SENTENCES["vault-wrong-passphrase"].en}


def test_a_line_that_is_no_passphrase_is_one_sentence_without_it(clinic: Clinic) -> None:
    for line in ("y" * 5000, "\udcff\udcfe"):
        process = start(
            clinic,
            *("accounts", "list", "--as", "aoki", "--passphrase-stdin"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, err = process.communicate(line.encode("utf-8", "surrogateescape") + b"\n", timeout=60)
        assert (process.returncode, out, err.count(b"\n")) == (1, b"", 1)
        assert b"no passphrase" in err
        assert line.encode("utf-8", "surrogateescape") not in err


def test_the_sheet_and_its_people_do_not_mix(clinic: Clinic) -> None:
    words = ("accounts", "list", "--passphrase-stdin")
    assert clinic.type(*words, "--recovery", "--as", "aoki", lines=(CODE,)).exit_code == 2
    mistyped = sentence_of(clinic.type(*words, "--recovery", lines=(CODE.replace(CODE[0], "9", 1),)))
    assert "group 1" in mistyped
    assert sentence_of(clinic.type(*words, "--as", "aoki", lines=(CODE,))) == SENTENCES["vault-wrong-passphrase"].en


def test_no_secret_and_nothing_of_a_patient_is_in_what_the_commands_say(clinic: Clinic, tmp_path: Path) -> None:
    backup = clinic.back_up()
    results = [
        clinic.call(*words, by=by, more=(NEW, NEW))
        for words, by in (
            (("backup", "--folder", clinic.backups), "aoki"),
            (("backup", "--folder", clinic.backups, "--json", "--progress"), "mori"),
            (("backup", "--folder", tmp_path / "missing"), "mori"),
            (("backup", "list", "--folder", clinic.backups), "mori"),
            (("backup", "test", backup), "mori"),
            (("audit", "verify", "--backups", clinic.backups, "--json"), "mori"),
            (("accounts", "list", "--json"), "mori"),
            (("accounts", "add", "Ito", "--sign-in", "ito", "--role", "staff", "--json"), "office"),
            (("accounts", "passphrase", "ito", "--json"), "office"),
            (("accounts", "roles", "ito", "--role", "physician", "--json"), "recovery"),
            (("rekey", "--json", "--progress"), "office"),
            (("recovery-sheet", "--out", tmp_path / "sheet.pdf", "--json"), "office"),
            (("restore", backup, "--replace", "--yes", "--json", "--progress"), "office"),
            (("audit", "show", "--patient", "Z-9"), "mori"),
            (("accounts", "remove", "nobody"), "recovery"),
        )
    ]
    said = "".join(result.output for result in results)
    assert [result.exit_code for result in results].count(0) >= 9
    secrets = (*PHRASES.values(), NEW, CODE, CODE.replace(" ", ""))
    assert [secret for secret in secrets if secret in said] == []
    assert [word for word in PATIENT_WORDS if word in said] == []


def test_at_a_real_terminal_what_is_typed_is_not_shown_and_progress_is(clinic: Clinic) -> None:
    ours, theirs = pty.openpty()
    words = ("backup", "--folder", clinic.backups, "--as", "aoki")
    process = start(clinic, *words, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    assert read_until(ours, b"Passphrase:")
    os.write(ours, PASSPHRASE.encode() + b"\n")
    shown = read_until(ours, b"(never)").decode()
    assert process.wait(60) == 0
    os.close(ours)
    assert "\rCopying: 100 %" in shown
    assert "\rMade and tested" in shown
    assert PASSPHRASE not in shown


def test_ctrl_c_at_the_prompt_ends_without_a_word_of_the_program(clinic: Clinic) -> None:
    ours, theirs = pty.openpty()
    process = start(clinic, "rekey", "--as", "aoki", stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    read_until(ours, b"Passphrase:")
    process.send_signal(2)
    shown = read_until(ours, b"(never)")
    assert process.wait(60) == 1
    os.close(ours)
    assert b"Traceback" not in shown


def test_a_reader_that_goes_away_or_takes_nothing_costs_nothing(clinic: Clinic) -> None:
    """`stemsup audit show --all | head -1`, and a backup whose progress nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    words = ("audit", "show", "--all", "--as", "aoki", "--passphrase-stdin")
    show = start(clinic, *words, stdin=subprocess.PIPE, stdout=writing, stderr=subprocess.PIPE)
    _, err = show.communicate(PASSPHRASE.encode() + b"\n", timeout=60)
    assert (show.returncode, err) == (1, b"")
    with Path("/dev/full").open("wb") as full:
        show = start(clinic, *words, stdin=subprocess.PIPE, stdout=full, stderr=subprocess.PIPE)
        _, err = show.communicate(PASSPHRASE.encode() + b"\n", timeout=60)
    assert (show.returncode, err.count(b"\n"), b"disk full" in err) == (1, 1, True)
    words = ("backup", "--folder", str(clinic.backups), "--progress", "--json", "--as", "aoki", "--passphrase-stdin")
    backup = start(clinic, *words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=writing)
    out, _ = backup.communicate(PASSPHRASE.encode() + b"\n", timeout=60)
    os.close(writing)
    assert backup.returncode == 0
    assert Path(json.loads(out)["path"]).is_file()


def test_another_data_folder_gives_nothing_of_this_one(clinic: Clinic, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for words in (("audit", "show", "--all"), ("accounts", "list"), ("backup", "--folder", clinic.backups), ("rekey",)):
        assert sentence_of(clinic.call(*words, data=other)) == SENTENCES["vault-missing"].en
    assert not other.exists()

"""The command line: every command with every option, whatever commands there are, given hostile values.

Most run in this process; some hundred as processes of their own, with the operating system's hostile bytes, encodings,
closed streams and full disks.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from random import Random

import click
from border import NOW, Act, Border
from cli.clinic_at_the_desk import PHRASES, Clinic, fill_clinic
from click.testing import CliRunner
from guard import Place
from judging import BorderFault, judge_sentence, refuse_sentinels
from mutate_bytes import damage
from mutate_json import TEXTS, mutate_json
from samples import list_questionnaires, list_visits, make_small_visit
from traps import lay_trap

from stemsup_desktop.cli import Desk, stemsup
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.paths import DATA_VARIABLE

COSTLY = frozenset({"demo"})
"""Commands that take seconds when they are given nothing wrong, and are tried less often."""

MAKES_A_VAULT = frozenset({"init", "restore"})
"""Commands that make a vault in whatever folder they are told: they are told one of the case's own."""

_TEXTS = tuple(text for text in TEXTS if len(text) < 30_000)


@cache
def _make_clinic() -> Path:
    """Make a clinic's vault with a backup of it, once in each process; every case gets a copy."""
    made = Path(tempfile.mkdtemp(prefix="stemsup-fuzz-clinic-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    fill_clinic(made / "clinic")
    (made / "backups").mkdir()
    Clinic(made / "clinic", made / "backups", lambda: NOW).back_up().rename(made / "backups" / "good.stemsup")
    return made


def _lay_out(rng: Random, place: Place) -> list[str]:
    """Write good, bad and odd files into the case's folder; return names to be given as arguments."""
    folder = place.folder
    (folder / "good.json").write_text(make_small_visit(), "utf-8")
    (folder / "bad.json").write_bytes(mutate_json(rng, make_small_visit()))
    (folder / "torn.json").write_bytes(damage(rng, list_visits()[0].encode()))
    (folder / "q.json").write_text(rng.choice(list_questionnaires()), "utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "content" / "rules").mkdir(parents=True)
    (folder / "data" / "content" / "rules" / "rules.json").write_bytes(damage(rng, b'{"version":"1","rules":[]}'))
    lay_trap(rng, folder / "trap", place)
    (folder / "empty").touch()
    (folder / "dangling.pdf").symlink_to("nowhere.pdf")
    shutil.copytree(_make_clinic(), folder, dirs_exist_ok=True)
    (folder / "torn.stemsup").write_bytes(damage(rng, (folder / "backups" / "good.stemsup").read_bytes()))
    names = ["clinic", "backups", "backups/good.stemsup", "torn.stemsup"]
    names += ["good.json", "bad.json", "torn.json", "q.json", "data", "empty", "dangling.pdf", "missing", "new.pdf"]
    names += [
        "",
        ".",
        "..",
        "-",
        "--",
        "-x",
        "~",
        "~nobody",
        "~root/x",
        "x" * 300,
        "a/" * 3_000,
        "missing/new.pdf",
        "good.json/x",
    ]
    names += [
        "\0",
        "a\0b",
        "\udcff\udc80.pdf",
        "新しい.pdf",
        "a\nb.pdf",
        "\x1b[2J.pdf",
        "/dev/zero",
        "/dev/full",
        "/dev/null",
    ]
    return [
        *names,
        "/proc/self/mem",
        "/",
        "file:///etc/passwd",
        "\\\\server\\share",
        "con",
        "nul.pdf",
        "%s{0}",
        "\ud800.pdf",
    ]


def _give(rng: Random, parameter: click.Parameter, names: list[str], place: Place) -> list[str]:
    """Return what stands on the command line for one parameter."""
    kind = parameter.type
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return [rng.choice(parameter.opts)]
    if isinstance(kind, click.Choice):
        value = str(rng.choice(tuple(kind.choices))) if rng.random() < 0.9 else rng.choice(_TEXTS)
    elif isinstance(kind, click.Path | click.File):
        value = "trap" if rng.random() < 0.1 and not _writes(parameter) else rng.choice(names)
        usual = ("good.json", "data", "new.pdf", "backups", "backups/good.stemsup")
        value = rng.choice(usual) if rng.random() < 0.4 else value
    elif parameter.name == "as_name" and rng.random() < 0.8:
        value = rng.choice(tuple(PHRASES))
    elif kind.name in ("integer", "float", "integer range", "float range"):
        value = rng.choice(("0", "-1", "1", "1e999", "nan", "9" * 400, "", "\uff11", "0x10"))
    else:
        value = rng.choice(_TEXTS)
    if isinstance(parameter, click.Argument):
        return [value] * (rng.choice((0, 1, 2, 50)) if parameter.nargs == -1 else 1)
    return [f"{parameter.opts[0]}={value}"] if rng.random() < 0.3 else [parameter.opts[0], value]


def _writes(parameter: click.Parameter) -> bool:
    return any(option in ("--out", "--folder", "--data-folder") for option in parameter.opts)


@cache
def _list_commands() -> tuple[tuple[str, ...], ...]:
    """Return every command's path, groups in groups too."""

    def walk(group: click.Group, path: tuple[str, ...]) -> list[tuple[str, ...]]:
        found = []
        for name, command in sorted(group.commands.items()):
            here = (*path, name)
            found += walk(command, here) if isinstance(command, click.Group) else [here]
        return found

    return tuple(walk(stemsup, ()))


def _find_command(path: tuple[str, ...]) -> click.Command:
    command: click.Command = stemsup
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    return command


def make_arguments(rng: Random, place: Place) -> list[str]:
    """Return a command line: a command, most of its options, hostile values, sometimes nonsense between them."""
    names = _lay_out(rng, place)
    paths = _list_commands()
    path = rng.choice(paths)
    if path[-1] in COSTLY and rng.random() < 0.93:
        path = rng.choice([one for one in paths if one[-1] not in COSTLY])
    words: list[str] = []
    for parameter in stemsup.params:
        if path[0] in MAKES_A_VAULT and isinstance(parameter.type, click.Path):
            words += [parameter.opts[0], str(place.folder / rng.choice(("clinic", "new", "data", "good.json", "x/y")))]
        elif rng.random() < 0.25 and isinstance(parameter.type, click.Path):
            words += _give(rng, parameter, names, place)
    words += path
    parameters = [one for one in _find_command(path).params if isinstance(one, click.Argument) or rng.random() < 0.75]
    rng.shuffle(parameters)
    for parameter in parameters:
        words += _give(rng, parameter, names, place)
    if rng.random() < 0.08:
        words.insert(
            rng.randrange(len(words) + 1), rng.choice(("--help", "--", "--nonsense", "-", "", "\udcff", *_TEXTS))
        )
    return words


def _make(rng: Random, place: Place) -> Act:
    arguments = make_arguments(rng, place)
    variable = rng.choice(
        (
            "clinic",
            "clinic",
            "clinic",
            "data",
            "",
            "~nobody",
            "missing",
            "good.json",
            "x" * 300,
            "a\0b",
            "\udcff",
            "trap",
        )
    )
    desk = Desk(
        clock=lambda: NOW,
        environment={DATA_VARIABLE: variable},
        open_window=lambda paths: None,
        open_demo_window=lambda: None,
        can_show_window=lambda: False,
    )

    lines = [rng.choice((*PHRASES.values(), *PHRASES.values(), *_TEXTS)) for _ in range(rng.choice((0, 1, 2, 2, 3)))]
    typed = "\n".join(lines).encode("utf-8", "surrogatepass")

    def act() -> None:
        tempfile.tempdir = str(place.folder)
        result = CliRunner().invoke(stemsup, arguments, obj=desk, input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        judge_run(arguments, result.exit_code, result.stderr, result.stdout)

    return act


def judge_run(arguments: list[str], status: int, told: str, printed: str) -> None:
    """Raise `InputProblem` if the command refused as it should, `BorderFault` if it did anything else but succeed."""
    where = f"{arguments!r}"[:600]
    refuse_sentinels(told, f"standard error of {where}")
    if status not in (0, 1, 2):
        raise BorderFault(f"exit status {status} of {where}: {told[-1500:]}")
    if "Traceback" in told or "unexpected went wrong" in told:
        raise BorderFault(f"a fault of the program by {where}: {told[-3000:]}")
    if status == 1:
        if told.count("\n") != 1 or printed:
            raise BorderFault(f"{told.count(chr(10))} lines of refusal by {where}: {told[:1500]!r}, {printed[:200]!r}")
        judge_sentence(told.strip())
    if status:
        raise InputProblem("refused", "The command refused.")


_STREAMS = ("usual", "usual", "usual", "usual", "full", "closed", "no input", "reader gone")
_ENVIRONMENTS: tuple[dict[str, str], ...] = (
    *({}, {}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONUTF8": "1"}),
    *(
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp932"},
        {"PYTHONIOENCODING": "latin-1"},
        {"HOME": "/missing"},
    ),
    *(
        {"TMPDIR": "/missing"},
        {"COLUMNS": "-1"},
        {"TZ": "nowhere"},
        {"NO_COLOR": "1", "TERM": "x"},
        {"QT_QPA_PLATFORM": "nothing"},
    ),
    *({"XDG_DATA_HOME": "\udcff"}, {"LANG": "ja_JP.UTF-8"}, {"LANG": "C"}, {"PATH": ""}),
)


def _make_process(rng: Random, place: Place) -> Act:
    arguments = make_arguments(rng, place)
    given = [_encode(one.replace("\0", "")) for one in arguments]
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {DATA_VARIABLE: str(place.folder / "data"), "QT_QPA_PLATFORM": "", "TMPDIR": str(place.folder)}
    environment |= rng.choice(_ENVIRONMENTS)
    streams = rng.choice(_STREAMS)

    def act() -> None:
        status, told, _ = run_process(given, environment, streams, place.folder)
        if status == 120 and streams in ("full", "reader gone"):
            return  # the interpreter's own status when the last flush of standard output fails
        if status == 1 and not told and streams == "reader gone":
            return  # nobody is there to be told
        judge_run([f"{environment!r}"[-200:], streams, *arguments], status, told, "")

    return act


def _encode(text: str) -> bytes:
    """Return the bytes of an argument: a half of a surrogate pair stands for a byte that is no UTF-8, if it can."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def run_process(
    arguments: list[bytes], environment: dict[str, str], streams: str, folder: Path
) -> tuple[int, str, str]:
    """Run `stemsup` as it is installed; return exit status, standard error and standard output."""
    root = str(Path(__file__).resolve().parents[3])
    # The wheel asks for no numpy: it comes with a validator of the tests, and a library would take 0.1 s to load it.
    without = "sys.modules['numpy'] = None"
    start = f"import sys; {without}; sys.path.insert(0, {root!r}); from stemsup_desktop.app import main; main()"
    command: list[str | bytes] = [sys.executable, "-W", "ignore", "-c", start, *arguments]
    if streams == "closed":
        command = ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *command]
    elif streams == "no input":
        command = ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *command]
    elif streams == "reader gone":
        command = ["/bin/sh", "-c", '{ "$@"; echo "status $?" >&2; } | true', "sh", *command]
    with open(os.devnull, "rb") as nothing, open("/dev/full", "wb") as full:
        ran = subprocess.run(
            command,
            stdin=nothing,
            stdout=full if streams == "full" else subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=folder,
            timeout=30,
            check=False,
        )
    told = ran.stderr.decode("utf-8", "replace")
    status = ran.returncode
    if streams == "reader gone" and "status " in told:
        told, _, last = told.rpartition("status ")
        status = int(last)
    return status, told, (ran.stdout or b"").decode("utf-8", "replace")


COMMANDS = Border("command line", 600, _make)
PROCESSES = Border("command line, as processes", 200, _make_process, starts_processes=True)

"""Who may know whom, as written in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

LAYERED_TRESPASS = """
from importlinter.cli import lint_imports
raise SystemExit(lint_imports(config_filename={config!r}, no_cache=True))
"""


def run_linter(folder: Path) -> subprocess.CompletedProcess[str]:
    command = LAYERED_TRESPASS.format(config=str(folder / "pyproject.toml"))
    return subprocess.run(
        [sys.executable, "-c", command],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def copy_package(folder: Path) -> None:
    for source in (ROOT / "stemsup_desktop").rglob("*.py"):
        target = folder / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())


def test_imports_run_one_way() -> None:
    result = run_linter(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_trespass_is_noticed(tmp_path: Path) -> None:
    copy_package(tmp_path)
    rules = tmp_path / "stemsup_desktop" / "consultation" / "rules.py"
    rules.write_text(rules.read_text("utf-8") + "\nimport stemsup_desktop.store\nimport sqlcipher3\n", "utf-8")
    result = run_linter(tmp_path)
    assert result.returncode != 0
    assert "Imports run one way BROKEN" in result.stdout
    assert "The pure rooms know no GUI, PDF or database BROKEN" in result.stdout


def test_every_module_at_the_top_stands_in_a_layer() -> None:
    layers = (ROOT / "pyproject.toml").read_text("utf-8")
    names = {path.stem for path in (ROOT / "stemsup_desktop").iterdir() if path.suffix == ".py" or path.is_dir()}
    unplaced = {name for name in names if not name.startswith("_") and f"stemsup_desktop.{name}" not in layers}
    assert unplaced == set()

"""Resources are found from a source tree, an editable install and a wheel."""

from pathlib import Path

import pytest

import stemsup_desktop.resources as resources_module
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.resources import find_resources

ROOT = Path(__file__).resolve().parent.parent


def test_a_source_tree_has_its_resources_beside_the_package() -> None:
    folder = find_resources()
    assert (folder / "tokens.json").is_file()
    assert (folder / "fonts" / "NotoSansJP-Regular.ttf").is_file()
    assert (folder / "sites" / "site-map.json").is_file()


def test_a_wheel_has_its_resources_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "stemsup_desktop"
    inside = package / "_resources"
    inside.mkdir(parents=True)
    (inside / "tokens.json").write_text("{}")
    monkeypatch.setattr(resources_module, "__file__", str(package / "resources.py"))
    assert find_resources() == inside


def test_missing_resources_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources_module, "__file__", str(tmp_path / "stemsup_desktop" / "resources.py"))
    with pytest.raises(EnvironmentProblem) as caught:
        find_resources()
    assert caught.value.code == "resources-missing"


def test_the_three_faces_have_names_of_their_own() -> None:
    names = {
        path.read_bytes().split("NotoSansJP-".encode("utf-16-be"), 1)[1][:12]
        for path in (find_resources() / "fonts").glob("*.ttf")
    }
    assert len(names) == 3

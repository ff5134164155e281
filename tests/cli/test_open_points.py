"""Everything missing or blocking is one list: the same in window, at the command line and on a draft."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from desk_samples import NOW
from printed_text import list_page_texts
from shipped import get_content

from stemsup_desktop.consultation.open_words import HEADING, say_open_point
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.shell.gate_view import derive_gate_view
from stemsup_desktop.ui.words import read_catalogue

Run = Callable[..., Result]
PAUSED = find_resources() / "examples" / "demo" / "paused.json"


@pytest.mark.parametrize("language", list(Language))
def test_the_list_is_the_same_in_window_command_line_and_draft(run: Run, tmp_path: Path, language: Language) -> None:
    gate = get_content().derive_gate(read_consultation_file(PAUSED, NOW.date()), NOW)
    words = read_catalogue(find_resources() / "i18n").in_language(language)
    wanted = [say_open_point(point).in_language(language) for point in gate.open_points]
    assert wanted

    assert [point.label for point in derive_gate_view(gate, words, {}).open_points] == wanted
    printed = json.loads(run("check", "--input", PAUSED, "--json").stdout)
    assert [(one["step"], one["target"]) for one in printed["open_points"]] == [
        (point.step, point.target) for point in gate.open_points
    ]
    said = run("check", "--input", PAUSED, "--language", language).stdout
    assert HEADING.in_language(language) in said
    for kind in ("consent", "summary"):
        target = tmp_path / f"{kind}.pdf"
        assert run("render", kind, "--input", PAUSED, "--language", language, "--out", target).exit_code == 0
        text = "".join("".join(list_page_texts(target)).split())
        for line in wanted:
            assert line in said
            assert "".join(line.split()) in text

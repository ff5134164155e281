"""The kana of a name: proposed from what it was composed from, never over what a person wrote."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from composing import commit, compose, compose_name
from hostile_strings import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QWidget
from shipped import get_content
from vault_samples import SteppedVault
from visit_samples import SteppedClock

from stemsup_desktop.content import Content
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.patients.kana_reading import Composed, derive_reading
from stemsup_desktop.ui.pages.patients.memory import PatientsMemory
from stemsup_desktop.ui.pages.patients.page import PatientsPage


@pytest.mark.parametrize(
    ("name", "parts", "reading"),
    [
        ("白石 拓也", (("白石", "しらいし"), ("拓也", "たくや")), "シライシ タクヤ"),
        ("白石　拓也", (("白石", "しらいし"), ("　", ""), ("拓也", "たくや")), "シライシ タクヤ"),
        ("白石拓也", (("白石拓也", "しらいしたくや"),), "シライシタクヤ"),
        ("髙橋 あゆみ", (("髙橋", "たかはし"), ("あゆみ", "あゆみ")), "タカハシ アユミ"),
        ("サラ 鈴木", (("鈴木", "すずき"),), "サラ スズキ"),
        ("拓也", (("白石", "しらいし"), ("拓也", "たくや")), "タクヤ"),
        ("白石 Emi", (("白石", "しらいし"),), ""),
        ("白石 恵", (("白石", "しらいし"), ("恵", "")), ""),
        ("", (("白石", "しらいし"),), ""),
        ("白石", (), ""),
    ],
)
def test_a_reading_is_made_of_its_parts(name: str, parts: tuple[tuple[str, str], ...], reading: str) -> None:
    assert derive_reading(name, tuple(Composed(*part) for part in parts)) == reading


@given(st.sampled_from(list(HOSTILE.values())), st.lists(st.tuples(st.text(), st.text("あいん ー")), max_size=4))
def test_a_reading_is_katakana_or_nothing(name: str, parts: list[tuple[str, str]]) -> None:
    reading = derive_reading(name, tuple(Composed(*part) for part in parts))
    assert all(letter in "・ー " or "ァ" <= letter <= "ヺ" for letter in reading)


@pytest.fixture
def page(
    context: PageContext,
    runner: JobRunner,
    executor: ManualExecutor,
    tmp_path: Path,
    clock: SteppedClock,
    shown: Callable[..., QWidget],
) -> Iterator[PatientsPage]:
    """The form of a new patient."""
    content: Content = get_content()
    vault = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made = PatientsPage(context, content, vault.access, ChecklistLibrary(content.clinical), PatientsMemory())
    shown(made, 1280, 800)
    executor.run_all()
    made.do_main_action()
    executor.run_all()
    yield made
    vault.close()


def field(page: PatientsPage, name: str) -> TextField:
    found = page.findChild(TextField, name)
    assert isinstance(found, TextField)
    return found


def name_line(page: PatientsPage) -> LineEdit:
    editor = field(page, "name").line_edit
    editor.setFocus()
    return editor


def test_typing_a_name_proposes_its_kana(page: PatientsPage) -> None:
    line = name_line(page)
    compose_name(line, "しらいし", "白石")
    assert field(page, "kana").text() == "シライシ"
    commit(line, "　")
    compose_name(line, "たくや", "拓也")
    assert (field(page, "name").text(), field(page, "kana").text()) == ("白石　拓也", "シライシ タクヤ")
    assert "check" in field(page, "kana").sentence


def test_kana_that_a_person_wrote_stays(page: PatientsPage) -> None:
    line = name_line(page)
    compose_name(line, "なかじま", "中島")
    field(page, "kana").setText("ナカシマ")
    compose_name(line, "ゆう", "悠")
    assert field(page, "kana").text() == "ナカシマ"
    assert field(page, "kana").sentence == ""


def test_nothing_is_proposed_before_the_name_is_committed(page: PatientsPage) -> None:
    line = name_line(page)
    compose(line, "し", "しら", "しらい", "しらいし", "白石")
    assert field(page, "kana").text() == ""


def test_a_pasted_name_has_no_reading(page: PatientsPage) -> None:
    name_line(page)
    field(page, "name").setText("白石 拓也")
    assert field(page, "kana").text() == ""

"""A patient is found however the name is spelt: small or large kana, one sound in two spellings, forms of kanji."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store.builders import make_patient, make_vault

from stemsup_desktop.consultation.patient_search import (
    fold_loosely,
    fold_text,
    make_search_text,
    make_search_words,
)
from stemsup_desktop.store.vault import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with make_vault(tmp_path / "vault") as made:
        yield made


@pytest.mark.parametrize(
    ("name", "kana", "queries"),
    [
        ("清水 京子", "シミズ キョウコ", ("キョウコ", "キヨウコ", "きょうこ", "きようこ", "ｷﾖｳｺ", "シミヅ きよう")),
        ("清水 京子", "シミズ キヨウコ", ("キョウコ", "キヨウコ", "きょうこ", "しみず きょう")),
        ("服部 静香", "ハットリ シヅカ", ("シズカ", "しずか", "シヅカ", "ハツトリ", "はっと")),
        ("栁 舘子", "ヤナギ タテコ", ("栁", "柳", "柳 館子", "舘", "館")),
        ("髙橋 﨑", "タカハシ サキ", ("高橋", "髙橋", "崎", "﨑")),
        ("渡邉 斉", "ワタナベ ヒトシ", ("渡辺", "渡邊", "渡邉", "齊", "齋")),
        ("関ヶ原 光", "セキガハラ ヒカル", ("関ケ原", "関ヶ原", "関ｹ原")),
    ],
)
def test_a_patient_is_found_by_every_spelling(vault: Vault, name: str, kana: str, queries: tuple[str, ...]) -> None:
    vault.save_patients(
        (make_patient("A-1", name, kana=kana, romaji=""), make_patient("A-2", "森 一", kana="モリ ハジメ"))
    )
    for query in queries:
        assert [hit.name for hit in vault.find_patients(query)] == [name], query


def test_the_exact_spelling_comes_first(vault: Vault) -> None:
    vault.save_patients(
        (
            make_patient("A-1", "森 清子", kana="モリ キヨウコ", romaji="Mori Kiyouko"),
            make_patient("A-2", "森 京子", kana="モリ キョウコ", romaji="Mori Kyoko"),
        )
    )
    assert [hit.name for hit in vault.find_patients("キョウコ")] == ["森 京子", "森 清子"]


@given(st.text(st.sampled_from("ァアッツャヤュユョヨヂジヅズヲオ栁柳髙高 abcﾊﾟ"), max_size=12))
def test_what_was_found_before_is_found_still(text: str) -> None:
    patient = make_patient("A-1", text or "x", kana=text)
    strict = set(fold_text(text).split())
    assert strict <= set(make_search_words(patient))
    assert all(f" {word}" in make_search_text(patient) for word in strict)
    assert fold_loosely(fold_loosely(text)) == fold_loosely(text)

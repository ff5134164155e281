"""The words: both languages, equal placeholders, and faults that name file and key."""

import ast
import json
import re
from pathlib import Path

import pytest

from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Catalogue, Words, open_catalogue, read_catalogue

UI = Path(__file__).parents[2] / "stemsup_desktop" / "ui"


def write(folder: Path, name: str, entries: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def test_a_text_is_filled_in_the_language_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "page.json", {"hello": {"en": "Hello {name}", "ja": "{name}さん"}})
    catalogue = read_catalogue(tmp_path)
    assert catalogue.in_language(Language.EN)("page.hello", name="A") == "Hello A"
    assert catalogue.in_language(Language.JA)("page.hello", name="A") == "Aさん"


def test_english_has_its_own_word_for_one(tmp_path: Path) -> None:
    write(tmp_path, "page.json", {"n": {"en": "{count} stops", "en_one": "{count} stop", "ja": "{count}件"}})
    english = read_catalogue(tmp_path).in_language(Language.EN)
    assert (english("page.n", count=1), english("page.n", count=2)) == ("1 stop", "2 stops")


def test_only_what_is_under_way_ends_in_an_ellipsis() -> None:
    files = sorted((find_resources() / "i18n").glob("*.json"))
    entries = [entry for file in files for entry in json.loads(file.read_text(encoding="utf-8")).values()]
    cut = [entry for entry in entries if any(text.endswith("…") for text in entry.values())]
    assert cut
    for entry in cut:
        assert all(text.endswith("…") and not text.endswith(" …") for text in entry.values()), entry
        assert entry["ja"].endswith("います…"), entry


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"en": "a", "ja": " "}, "no ja text"),
        ({"en": "", "ja": "a"}, "no en text"),
        ({"en": "{a}", "ja": "{b}"}, "different placeholders"),
        ({"en": "{a", "ja": "a"}, "malformed"),
        ({"en": "a"}, "missing"),
        ({"en": "a", "ja": "b", "fr": "c"}, "fr"),
        ({"en": "a", "ja": "b", "en_one": "{count}"}, "en_one"),
    ],
)
def test_a_fault_names_the_file(tmp_path: Path, entry: object, fault: str) -> None:
    write(tmp_path, "page.json", {"key": entry})
    with pytest.raises(InputProblem, match=r"page\.json") as caught:
        read_catalogue(tmp_path)
    assert fault in caught.value.sentence


def test_only_the_pages_asked_for_are_read(tmp_path: Path) -> None:
    write(tmp_path, "entry.json", {"hello": {"en": "Hello", "ja": "ようこそ"}})
    write(tmp_path, "plan.json", {"faulty": {"en": "a"}})
    assert read_catalogue(tmp_path, ("entry",)).keys == {"entry.hello"}
    with pytest.raises(EnvironmentProblem, match=r"reason\.json"):
        read_catalogue(tmp_path, ("entry", "reason"))


def test_a_page_is_read_when_one_of_its_words_is_first_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "entry.json", {"hello": {"en": "Hello", "ja": "ようこそ"}})
    problem = write(tmp_path, "problem.json", {"faulty": {"en": "a"}})
    japanese = open_catalogue(tmp_path, ("entry", "problem")).in_language(Language.JA)
    assert japanese("entry.hello") == "ようこそ"
    with pytest.raises(InputProblem, match=r"problem\.json"):
        japanese.has("problem.full")
    write(tmp_path, problem.name, {"full": {"en": "Full.", "ja": "満杯です。"}})
    assert japanese.sentence_of(EnvironmentProblem("full", "x")) == "満杯です。"
    problem.unlink()
    assert japanese("problem.full") == "満杯です。"
    assert not japanese.has("problem.faulty")
    for unknown in ("entry.bye", "plan.lot", "entry"):
        with pytest.raises(KeyError):
            japanese(unknown)


def test_a_window_learns_more_words_in_the_language_it_speaks(tmp_path: Path) -> None:
    write(tmp_path, "entry.json", {"hello": {"en": "Hello", "ja": "ようこそ"}})
    write(tmp_path, "plan.json", {"lot": {"en": "Lot", "ja": "ロット"}})
    language = WindowLanguage(read_catalogue(tmp_path, ("entry",)), Language.EN)
    language.set_language(Language.JA)
    assert not language.words.has("plan.lot")
    language.complete(read_catalogue(tmp_path))
    assert language.words("plan.lot") == "ロット"
    language.set_language(Language.EN)
    assert language.words("plan.lot") == "Lot"


def test_a_folder_without_words_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        read_catalogue(tmp_path)


def test_an_unknown_key_is_a_bug(english: Words) -> None:
    with pytest.raises(KeyError):
        english("common.no-such-word")


def test_lists_and_sentences_are_joined_as_each_language_has_it(catalogue: Catalogue) -> None:
    english, japanese = (catalogue.in_language(language) for language in (Language.EN, Language.JA))
    assert (english.listed(("ash", "birch")), japanese.listed(("灰", "樺"))) == ("ash, birch", "灰、樺")
    assert english.told(("It is.", "It was.")) == "It is. It was."
    assert japanese.told(("あります。", "ありました。")) == "あります。ありました。"
    assert english.listed(()) == ""


def test_a_problem_is_said_in_the_language_where_its_code_has_words(tmp_path: Path) -> None:
    write(tmp_path, "problem.json", {"disk-full": {"en": "The disk is full.", "ja": "空き容量がありません。"}})
    japanese = read_catalogue(tmp_path).in_language(Language.JA)
    assert japanese.sentence_of(EnvironmentProblem("disk-full", "x")) == "空き容量がありません。"
    assert japanese.sentence_of(EnvironmentProblem("other", "As it is.")) == "As it is."


def find_literal_keys() -> set[str]:
    """Find every `words("page.key")` written out in the window's code.

    The registry of actions names modules and actions in the same way; its own tests look its words up.
    """
    keys = set()
    for path in UI.rglob("*.py"):
        if path.parent.name == "actions":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                keys |= set((re.fullmatch(r"(?:common|gate|shell)\.[a-z_]*[a-z]", node.value) and [node.value]) or [])
    return keys


def test_every_key_of_the_frame_that_the_code_asks_for_exists(catalogue: Catalogue) -> None:
    asked = find_literal_keys()
    assert len(asked) > 60
    assert asked - catalogue.keys == set()


@pytest.mark.parametrize("other", ["患者さんの希望", "スコア"])
def test_goal_and_score_have_one_name_each_in_japanese(catalogue: Catalogue, other: str) -> None:
    words = catalogue.in_language(Language.JA)
    assert words("reason.goal").startswith("患者さんの目標")
    assert "患者さんの目標" in words("scores.goal", goal="")
    sources = [path for path in UI.parent.rglob("*.py") if other in path.read_text("utf-8")]
    texts = [path for path in (UI.parents[1] / "resources" / "i18n").glob("*.json") if other in path.read_text("utf-8")]
    assert not (sources + texts)


def test_no_word_promises(catalogue: Catalogue) -> None:
    promising = re.compile(r"\b(safe|guaranteed|regenerat\w*|rejuvenat\w*|cutting-edge|natural)\b|!", re.IGNORECASE)
    said = {key: catalogue.in_language(Language.EN)._entries[key].en for key in catalogue.keys}
    assert [key for key, text in said.items() if promising.search(text)] == []

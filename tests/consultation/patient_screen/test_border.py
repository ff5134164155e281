"""The border in front of the patient screen: what passes, and everything that we can think of that must not."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from consultation.ink_builders import INITIALS, SHI, make_ink
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.patient_screen.border import Subject, fold, showable, without_hidden
from stemsup_desktop.consultation.patient_screen.pages import (
    PAGE_TYPES,
    ClauseScreen,
    Column,
    ColumnKind,
    Entry,
    KnownScreen,
    Line,
    Option,
    PictureLabel,
    Place,
    QuestionScreen,
    ReferenceScreen,
    ScreenPage,
    ScreenPicture,
    SignatureScreen,
    Tick,
    Wants,
    WelcomePage,
    list_texts,
    page_sha256,
)
from stemsup_desktop.errors import InputProblem

TOKEN, OTHER_TOKEN = "a" * 64, "b" * 64
NAME, STRANGER = "山田 花子", "鬼頭 沙羅双樹"
SUBJECT = Subject(TOKEN, (NAME, "YAMADA Hanako"), ("104-2287", "090-1234-5678"), (STRANGER, "KITO Sarasoju", "S-99417"))
COLUMNS = (Column(ColumnKind.REPORTED, "報告されたこと", (Line("差は確認されず", "人での試験"),)),)
INK = make_ink(*SHI, size=INITIALS)

PICTURE = ScreenPicture(
    "factor-at-cell",
    "細胞と成長因子",
    "説明",
    "まだ確認していません",
    "代わりの文",
    "<svg/>",
    (("#000000", "text"),),
    800.0,
    400.0,
    (0.0, 0.0, 800.0, 400.0),
    (PictureLabel("受容体", (1.0, 1.0), (1.0, 1.0), (0.0, 0.0, 50.0, 20.0), "left", True),),
)

PAGES: tuple[ScreenPage, ...] = (
    WelcomePage("見本クリニック", "ようこそ"),
    ReferenceScreen("reference:vegf", TOKEN, "見本クリニック", "成分", "VEGF", COLUMNS, "要約", "注", "足", (PICTURE,)),
    KnownScreen(
        "known:hair-loss", TOKEN, "見本クリニック", "薄毛", "わかっていること", COLUMNS, "裏づけ", "少ない", "足"
    ),
    ClauseScreen(
        "clause:legal-no-relief",
        TOKEN,
        "見本クリニック",
        f"{NAME} 様の同意書",
        "救済制度",
        ("対象になりません。",),
        Wants.INITIALS,
        "書いてください",
        pad_name="確認",
        box=(2550, 1050),
        kept=INK,
        ticks=(Tick("t", "説明を受けた", False),),
        options=(Option("yes", "はい"),),
        place=Place("同意書", 1, 2),
    ),
    QuestionScreen(
        "question:q1", TOKEN, "見本クリニック", "質問", "どれですか", "ヒント", (Option("a", "これ"),), "clause:x"
    ),
    SignatureScreen(
        "signature:witness",
        TOKEN,
        "見本クリニック",
        f"{NAME} 様の同意書",
        "witness",
        "立会人",
        "",
        "立ち会いました。",
        "署名",
        "署名欄",
        (8000, 1900),
        Entry("氏名", ""),
        Entry("続柄", ""),
    ),
)
OF_SUBJECT = tuple(page for page in PAGES if not isinstance(page, WelcomePage))

UNSEEN = ("key", "subject", "type", "kept", "box", "clause_key", "role", "wants", "faces", "chosen", "id", "kind")
"""Fields that no eye sees."""


def replace_each_text(value: Any, text: str) -> list[Any]:
    """Return copies of plain data, each with another one of its strings that are shown replaced."""
    if isinstance(value, str):
        return [text]
    if isinstance(value, dict):
        items = [(name, one) for name, one in value.items() if name not in UNSEEN]
        return [{**value, name: copy} for name, one in items for copy in replace_each_text(one, text)]
    if isinstance(value, list | tuple):
        return [
            [*value[:index], copy, *value[index + 1 :]]
            for index, one in enumerate(value)
            for copy in replace_each_text(one, text)
        ]
    return []


def with_text(page: ScreenPage, text: str) -> list[ScreenPage]:
    """Return the page once for each of its texts, with that one replaced."""
    plain = msgspec.to_builtins(page)
    return [msgspec.convert(one, type(page)) for one in replace_each_text(plain, text)]


def is_refused(page: object, subject: Subject | None = SUBJECT) -> bool:
    try:
        showable(page, subject)
    except InputProblem as problem:
        return problem.code == "page-not-showable" and NAME not in problem.sentence
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: type(page).__name__)
def test_a_page_of_the_open_visit_passes_unchanged(page: ScreenPage) -> None:
    assert showable(page, SUBJECT) == page


def test_there_is_a_sample_of_every_kind_of_page() -> None:
    assert {type(page) for page in PAGES} == set(PAGE_TYPES)


@pytest.mark.parametrize("page", OF_SUBJECT, ids=lambda page: type(page).__name__)
def test_a_page_of_another_visit_is_refused(page: ScreenPage) -> None:
    assert is_refused(page, msgspec.structs.replace(SUBJECT, token=OTHER_TOKEN))
    assert is_refused(msgspec.structs.replace(page, subject=OTHER_TOKEN))
    assert is_refused(msgspec.structs.replace(page, subject=""))
    assert is_refused(page, None)
    assert is_refused(msgspec.structs.replace(page, subject=""), Subject(""))


@pytest.mark.parametrize(
    "secret", [STRANGER, "鬼頭沙羅双樹", "鬼頭　沙羅双樹", "kito SARASOJU", "ＫＩＴＯ　Ｓａｒａｓｏｊｕ", "S-99417"]
)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: type(page).__name__)
def test_the_name_or_number_of_a_stranger_passes_in_no_text_of_any_page(page: ScreenPage, secret: str) -> None:
    copies = with_text(page, f"まえ{secret}あと")
    assert copies
    passed = [copy for copy in copies if not is_refused(copy)]
    assert not passed


@pytest.mark.parametrize("secret", ["104-2287", "１０４－２２８７", "090-1234-5678"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: type(page).__name__)
def test_the_patients_own_number_passes_in_no_text(page: ScreenPage, secret: str) -> None:
    assert all(is_refused(copy) for copy in with_text(page, f"番号 {secret} です"))


@pytest.mark.parametrize("page", PAGES[:3], ids=lambda page: type(page).__name__)
def test_the_patients_name_passes_only_from_the_consent_on(page: ScreenPage) -> None:
    assert all(is_refused(copy) for copy in with_text(page, f"{NAME} 様"))


@pytest.mark.parametrize("page", PAGES[3:], ids=lambda page: type(page).__name__)
def test_on_the_consent_the_patient_can_check_whose_form_it_is(page: ScreenPage) -> None:
    assert not any(is_refused(copy) for copy in with_text(page, f"{NAME} 様"))


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\r", "\ufeff"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: type(page).__name__)
def test_a_text_that_hides_or_turns_what_is_read_is_refused(page: ScreenPage, mark: str) -> None:
    assert all(is_refused(copy) for copy in with_text(page, f"a{mark}b"))
    assert not any(is_refused(copy) for copy in with_text(page, without_hidden(f"a{mark}b")))


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        "patient:p1",
        "list:",
        "reference:",
        "reference:../x",
        "reference:a b",
        "reference:a\n",
        "known:é",
        "REFERENCE:vegf",
    ],
)
def test_a_crafted_key_is_refused(key: str) -> None:
    assert is_refused(msgspec.structs.replace(PAGES[1], key=key))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: type(page).__name__)
def test_the_key_of_another_kind_of_page_is_refused(page: ScreenPage) -> None:
    other = "known:x" if page.key.partition(":")[0] == "reference" else "reference:x"
    assert is_refused(msgspec.structs.replace(page, key=other))


class Disguised(str):
    """A string that is something else."""


def make_subclass() -> object:
    class MoreOfAPage(WelcomePage, frozen=True, tag="other"):
        chart: str = "104"

    return MoreOfAPage("見本クリニック")


@pytest.mark.parametrize(
    "make",
    [
        make_subclass,
        lambda: None,
        lambda: "welcome",
        lambda: {"clinic": "x", "type": "WelcomePage"},
        lambda: WelcomePage(object()),  # type: ignore[arg-type]
        lambda: WelcomePage(b"bytes"),  # type: ignore[arg-type]
        lambda: WelcomePage(Disguised("見本クリニック")),
        lambda: WelcomePage(datetime(1972, 4, 18, tzinfo=UTC)),  # type: ignore[arg-type]
        lambda: msgspec.structs.replace(PAGES[1], columns=(object(),)),
        lambda: msgspec.structs.replace(PAGES[1], columns="text"),
        lambda: msgspec.structs.replace(PAGES[3], kept="ink"),
        lambda: msgspec.structs.replace(PAGES[3], ticks=(SUBJECT,)),
        lambda: msgspec.structs.replace(PAGES[3], passage=(None,)),
        lambda: WelcomePage("x" * 300_000),
    ],
)
def test_what_is_no_plain_page_is_refused(make: Callable[[], object]) -> None:
    assert is_refused(make())


def test_a_short_name_or_number_is_not_found_in_every_sentence() -> None:
    subject = msgspec.structs.replace(SUBJECT, strangers=("林", "Li Na", "12"))
    assert not any(is_refused(page, subject) for page in PAGES)


def test_a_number_inside_a_longer_one_is_another_number() -> None:
    subject = msgspec.structs.replace(SUBJECT, strangers=("248100",))
    copies = with_text(PAGES[3], "費用は 1248100 円")
    assert not any(is_refused(copy, subject) for copy in copies)
    assert all(is_refused(copy, subject) for copy in with_text(PAGES[3], "番号248100。"))


NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=3, max_size=8)
TEXTS = st.text(max_size=40)


@given(name=NAMES, before=TEXTS, after=TEXTS, number=st.integers(0, 200))
def test_no_stranger_comes_through_whatever_stands_round_the_name(
    name: str, before: str, after: str, number: int
) -> None:
    subject = msgspec.structs.replace(SUBJECT, strangers=(name,))
    copies = [copy for page in PAGES for copy in with_text(page, f"{before}{name[:2]} {name[2:]}{after}")]
    assert is_refused(copies[number % len(copies)], subject)


@given(text=TEXTS, number=st.integers(0, 200))
def test_what_passes_says_nothing_that_is_hidden_and_is_bound_to_the_visit(text: str, number: int) -> None:
    copies = [copy for page in PAGES for copy in with_text(page, text)]
    page = copies[number % len(copies)]
    if is_refused(page):
        return
    shown = showable(page, SUBJECT)
    assert isinstance(shown, WelcomePage) or shown.subject == TOKEN
    assert fold(STRANGER) not in fold(text)
    assert without_hidden(text).replace(" ", "") == text.replace(" ", "").replace("\t", "")


@given(text=st.text(min_size=1, max_size=30))
def test_the_hash_is_of_every_word_that_is_read(text: str) -> None:
    for page in PAGES[1:3]:
        for copy in with_text(page, text):
            if list_texts(copy) != list_texts(page):
                assert page_sha256(copy) != page_sha256(page)


def test_the_hash_leaves_out_ink_and_what_was_ticked() -> None:
    page = PAGES[3]
    assert isinstance(page, ClauseScreen)
    ticked = msgspec.structs.replace(page, kept=None, ticks=(Tick("t", "説明を受けた", True),), chosen="yes")
    assert page_sha256(ticked) == page_sha256(page)

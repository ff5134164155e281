"""Japanese, English or both: what is chosen in the window is what is shown, printed, kept and signed."""

import msgspec
import pytest
from paper_samples import make_state, read_example, with_consultation
from PySide6.QtWidgets import QWidget
from signing_samples import Hand
from test_consent_page import Open, find, open_page

from stemsup_desktop.consultation.patient_screen.topics import patient_language
from stemsup_desktop.consultation.record import Consent, Summary
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.ui.components.answer_segments import Segments, ViewSwitch
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.document_line import derive_document_line
from stemsup_desktop.ui.language_forms import list_forms
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.pages.consent.paper_form_view import get_read_language, wants_interpreter
from stemsup_desktop.ui.pages.summary.view import get_summary_form
from stemsup_desktop.ui.words import Words

__all__ = ["open_page"]

CLEAR = read_example("clear")
RAIL_PX = 81
OTHER = next(language for language in Language if language is not CLEAR.patient.language)


def choose(page: QWidget, name: str, code: str) -> None:
    switch = find(page, ViewSwitch, name)
    assert isinstance(switch, Segments)
    switch.choose(code)


def consent_of(page: ConsentPage) -> Consent:
    return page.context.session.state.consultation.consent


def test_a_form_in_both_languages_is_shown_printed_and_kept_and_is_the_same_document_again(open_page: Open) -> None:
    room, page = open_page(CLEAR)
    choose(page, "consent.language", "en+ja")
    assert consent_of(page).language is LanguageForm.BOTH
    room.settle(page)
    for _ in range(2):
        page.print_page()
        room.settle(page)
    [kept] = room.documents()
    assert room.kept == [kept.number] * 2
    assert room.printed[0] == room.printed[1]
    assert kept.language is LanguageForm.BOTH
    texts = [version for version in kept.text_versions if version.startswith("text:")]
    assert len(set(texts)) == 2
    assert page.desk.state.kept == kept
    assert derive_document_line(kept, room.context.words, None).language == "Japanese and English"
    choose(page, "consent.language", OTHER.value)
    room.settle(page)
    assert page.desk.state.kept is None


@pytest.mark.parametrize("width", [1440, 1280, 1152, 1024])
def test_what_is_chosen_of_a_form_in_both_fits_into_its_column(open_page: Open, width: int) -> None:
    room, page = open_page(CLEAR)
    choose(page, "consent.language", "en+ja")
    page.resize(width - RAIL_PX, 600)
    page.set_room(width, 768)
    room.settle(page)
    panes = [pane for pane in page.findChildren(ScrollPane) if pane.isVisibleTo(page)]
    assert panes
    for pane in panes:
        assert pane.content.minimumSizeHint().width() <= pane.viewport().width()


def test_who_signs_a_form_in_both_languages_says_which_one_was_read(open_page: Open) -> None:
    _, page = open_page(CLEAR)
    choices = find(page, ViewSwitch, "consent.read_language")
    assert not choices.isVisibleTo(page)
    choose(page, "consent.language", "en+ja")
    assert choices.isVisibleTo(page)
    hand = Hand(page)
    hand.mark()
    choose(page, "consent.read_language", OTHER.value)
    hand.mark()
    assert [one.language for one in consent_of(page).initials] == [CLEAR.patient.language, OTHER]
    marks = page.derive().marks
    assert marks is not None
    assert marks.void is None


@pytest.mark.parametrize("language", list(Language))
def test_a_form_in_both_needs_no_interpreter_and_is_read_and_told_in_the_patients_language(language: Language) -> None:
    patient = msgspec.structs.replace(CLEAR.patient, language=language)
    both = with_consultation(CLEAR, consent=Consent(language=LanguageForm.BOTH))
    state = make_state(msgspec.structs.replace(both, patient=patient))
    assert not wants_interpreter(state)
    assert get_read_language(state) is language
    assert get_read_language(state, OTHER) is OTHER
    assert patient_language(state.patient, state.consultation) is language
    one = with_consultation(CLEAR, consent=Consent(language=LanguageForm(language)))
    assert get_read_language(make_state(one), OTHER) is language


def test_the_summary_follows_its_own_choice() -> None:
    state = make_state(with_consultation(CLEAR, summary=Summary(language=LanguageForm.BOTH)))
    assert get_summary_form(state) is LanguageForm.BOTH
    assert get_summary_form(make_state(CLEAR)).languages == (CLEAR.patient.language,)


def test_every_form_has_a_name_in_each_language_of_the_window(words: Words) -> None:
    assert [code for code, _ in list_forms(words)] == ["ja", "en", "en+ja"]
    assert dict(list_forms(words))["en+ja"] == "日本語・English"

"""Every page with nothing to show says what it is for and offers the first act; every search says what to try."""

from collections.abc import Callable

import pytest
from lot_samples import STAFF
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from visit_samples import NOW

from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.ui.components.empty_pane import EmptyPane
from stemsup_desktop.ui.pages.documents.finding import Filters
from stemsup_desktop.ui.pages.documents.finding import Found as FoundDocuments
from stemsup_desktop.ui.pages.documents.view import derive_documents
from stemsup_desktop.ui.pages.history.place import HistoryFilter, Subject
from stemsup_desktop.ui.pages.history.view import History, derive_history_page
from stemsup_desktop.ui.pages.lots.memory import LotFilter
from stemsup_desktop.ui.pages.lots.view import LotBook, derive_list
from stemsup_desktop.ui.pages.patients.view import Found, derive_patients
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

Empty = tuple[str, str, str]
"""What is said, what is offered, and by which key."""


def find_documents(filters: Filters, visit: str, words: Words) -> Empty:
    view = derive_documents(filters, FoundDocuments(filters), None, visit, words, NOW)
    return view.empty, view.empty_action, view.empty_key


def find_patients(query: str, words: Words) -> Empty:
    view = derive_patients(Found(query, ()), None, words, NOW, lambda symptom: pytest.fail(symptom)).list
    return view.empty, view.empty_action, view.empty_key


def find_lots(words: Words) -> Empty:
    view = derive_list(LotBook(STAFF), "", LotFilter.ALL, NOW.date(), words)
    return view.empty, view.empty_action, view.empty_key


def find_history(wanted: HistoryFilter, subject: Subject, words: Words) -> Empty:
    history = History(subject, is_complete=True)
    view = derive_history_page(history, wanted, "", words, NOW, is_looking=False)
    return view.empty, view.empty_action, view.empty_key


FIRST: dict[str, tuple[Callable[[Words], Empty], str]] = {
    "patients": (lambda words: find_patients("", words), "Ctrl+Enter"),
    "lots": (find_lots, "Ctrl+Enter"),
    "documents": (lambda words: find_documents(Filters(), "", words), "Alt+2"),
    "documents of a visit": (lambda words: find_documents(Filters(patient_id="p"), "p", words), "Ctrl+5"),
    "history": (lambda words: find_history(HistoryFilter(), Subject(), words), "Alt+2"),
}


@pytest.mark.parametrize("page", FIRST)
def test_a_page_with_nothing_yet_offers_the_first_act_with_its_key(page: str, words: Words) -> None:
    find, key = FIRST[page]
    sentence, action, shown_key = find(words)
    assert sentence
    assert action
    assert shown_key == key


def test_a_search_without_a_hit_says_what_to_try_and_how_to_begin_anew(words: Words) -> None:
    for filters in (Filters(kind=DocumentKind.SUMMARY), Filters(text="x", patient_id="p")):
        sentence, action, _ = find_documents(filters, "p", words)
        assert sentence == words("documents.none_found")
        assert action == words("documents.clear_filters")
    sentence, action, _ = find_history(HistoryFilter(query="x"), Subject("p"), words)
    assert (sentence, action) == (words("history.no_match"), words("history.show_all"))
    assert "water" in find_patients("water", words)[0]


@pytest.mark.parametrize("width", [280, 420])
def test_the_pane_holds_what_was_typed_however_long(
    theme: Theme, words: Words, shown: Callable[..., QWidget], width: int
) -> None:
    pane = EmptyPane(theme, "docs", "act")
    shown(pane, width, 700)
    for query in ("x", "寿限無" * 60, "a" * 500):
        pane.show_text(words("patients.nobody", query=query), words("patients.add_this"), "Ctrl+Enter")
        pane.layout().activate()
        assert pane.rect().contains(pane.button.geometry())
        assert pane.rect().contains(pane.sentence.geometry())
    assert pane.minimumSizeHint().width() <= QSize(width, 0).width()


def test_in_a_narrow_pane_the_act_is_whole_and_its_key_is_left_out(theme: Theme, shown: Callable[..., QWidget]) -> None:
    pane = EmptyPane(theme, "docs", "act")
    shown(pane, 400, 400)
    pane.show_text("Nothing here.", "Add the very first patient", "Ctrl+Enter")
    whole = pane.button.sizeHint().width()
    pane.resize(whole + 8, 400)
    pane.layout().activate()
    assert pane.button.sizeHint().width() < whole
    assert pane.button.width() >= pane.button.sizeHint().width()
    pane.resize(400, 400)
    assert pane.button.sizeHint().width() == whole


def test_without_an_act_there_is_no_button(theme: Theme, shown: Callable[..., QWidget]) -> None:
    pane = EmptyPane(theme, "docs", "act")
    asked: list[bool] = []
    pane.action_requested.connect(lambda: asked.append(True))
    shown(pane, 300, 400)
    pane.show_text("Nothing here.")
    assert not pane.button.isVisible()
    pane.show_text("Nothing here.", "Begin", "Ctrl+Enter")
    pane.button.click()
    assert asked == [True]

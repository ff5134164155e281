"""Opens the palette over the window, asks the vault and the reference as one types, and does what was chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.language import Language
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.search import SearchIndex, find_pages, make_index
from stemsup_desktop.store.entries import PatientHit
from stemsup_desktop.ui.actions.offer import Offer
from stemsup_desktop.ui.actions.registry import get_action
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, JobControl, Ok
from stemsup_desktop.ui.palette.candidates import (
    make_actions,
    make_entry_lines,
    make_pages,
    make_patient_line,
    make_settings,
    make_steps,
)
from stemsup_desktop.ui.palette.lines import MOST, Candidate, Found, Kind, Line, Recent, derive_palette
from stemsup_desktop.ui.palette.sheet import PaletteSheet
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.words import Words

MOST_PAGES_KEPT = 8


@dataclass(frozen=True, slots=True)
class PaletteWays:
    """Where the lines lead; the composition root knows the pages."""

    show_chart: Callable[[str], object]
    open_reference: Callable[[str], object]
    open_setting: Callable[[str], object]


class PaletteDesk(QObject):
    """One palette at a time, made when it is asked for and let go of when it closes, with everything it found."""

    def __init__(
        self,
        window: MainWindow,
        context: PageContext,
        access: VaultAccess,
        library: ReferenceLibrary,
        ways: PaletteWays,
        words_of: Callable[[Language], Words],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._context = context
        self._access = access
        self._library = library
        self._ways = ways
        self._words_of = words_of
        self._sheet: PaletteSheet | None = None
        self._index: SearchIndex | None = None
        self._is_indexing = False
        self._candidates: tuple[Candidate, ...] = ()
        self._offers: dict[str, Offer] = {}
        self._pages_seen: tuple[str, ...] = ()
        self._recent: tuple[Line, ...] = ()
        self._patients: tuple[Line, ...] = ()
        self._answered = ""
        """The query that the patients in the list were found by."""
        self._look_up: JobControl | None = None
        self._is_entered = False
        window.palette_requested.connect(self.toggle)
        window.stack.page_coming.connect(self._on_page_seen)

    @property
    def sheet(self) -> PaletteSheet | None:
        """The open palette, or None."""
        return self._sheet

    def toggle(self) -> None:
        """Open the palette, or close it if it is open."""
        if self._sheet is not None:
            self._sheet.dismiss()
            return
        host = self._window.centralWidget()
        if not isinstance(host, QWidget):
            return
        self._collect()
        words = self._context.words
        sheet = PaletteSheet(self._context.theme, words, host, sees_patients=self._sees_patients)
        self._sheet = sheet
        sheet.query_changed.connect(self._on_query_changed)
        sheet.entered.connect(self._on_entered)
        sheet.line_wanted.connect(self._open)
        sheet.dismissed.connect(self.forget)
        self._show()
        self._window.show_sheet(sheet, sheet.search.line_edit)
        self._make_index()
        self._load_recent()

    def forget(self) -> None:
        """Let go of everything that was found; nothing about a patient stays."""
        if self._look_up is not None:
            self._look_up.cancel()
        sheet, self._sheet, self._look_up = self._sheet, None, None
        self._recent = self._patients = ()
        self._candidates, self._offers, self._answered, self._is_entered = (), {}, "", False
        if sheet is not None:
            sheet.list.show_rows(())
            sheet.search.set_text("")

    @property
    def _sees_patients(self) -> bool:
        return self._context.session.may(Right.PATIENTS)

    @property
    def _query(self) -> str:
        return self._sheet.search.text() if self._sheet is not None else ""

    # What there is

    def _collect(self) -> None:
        """Collect what the window offers at this moment."""
        window, session = self._window, self._context.session
        words, other = self._context.words, self._words_of(_other(self._context.words.language))
        offers = window.acts.list_offers(window.stack.current_id)
        self._offers = {offer.offer_id: offer for offer in offers}
        steps = make_steps(words, window.acts.say_no_visit()) if window.stack.has("step-1") else ()
        self._candidates = (
            *steps,
            *make_pages(words, other, window.stack.has, window.key_of_page),
            *make_actions(offers, lambda offer_id: _find_title(offer_id, other)),
            *make_settings(words, other, session.may),
        )

    def _on_page_seen(self, page_id: str) -> None:
        others = (one for one in self._pages_seen if one != page_id)
        self._pages_seen = (page_id, *others)[:MOST_PAGES_KEPT]

    def _make_index(self) -> None:
        if self._index is not None or self._is_indexing:
            return
        self._is_indexing = True
        library = self._library
        self._context.runner.run(lambda: make_index(library), self._on_index_made)

    def _on_index_made(self, result: Ok[SearchIndex] | Err) -> None:
        self._is_indexing = False
        if isinstance(result, Ok):
            self._index = result.value
            self._show()

    def _load_recent(self) -> None:
        if self._sees_patients:
            sheet = self._sheet

            def on_result(result: Ok[tuple[PatientHit, ...]] | Err) -> None:
                if isinstance(result, Ok) and self._sheet is sheet:
                    self._recent = self._make_patients(result.value)
                    self._show()

            self._access.run(lambda vault: vault.list_recent_patients(), on_result)

    # What is typed

    def _on_query_changed(self, query: str) -> None:
        self._is_entered = False
        if self._look_up is not None:
            self._look_up.cancel()
            self._look_up = None
        if not query.strip():
            self._patients, self._answered = (), query
        elif self._sees_patients:
            self._find_patients(query)
        self._show()

    def _find_patients(self, query: str) -> None:
        sheet = self._sheet

        def on_result(result: Ok[tuple[PatientHit, ...]] | Err) -> None:
            if self._sheet is not sheet or query != self._query:
                return
            self._look_up = None
            self._answered = query
            self._patients = self._make_patients(result.value) if isinstance(result, Ok) else ()
            self._show()
            if self._is_entered:
                self._on_entered()

        self._look_up = self._access.run(lambda vault: vault.find_patients(query, MOST[Kind.PATIENT]), on_result)

    def _make_patients(self, hits: tuple[PatientHit, ...]) -> tuple[Line, ...]:
        return tuple(make_patient_line(hit, self._context.words) for hit in hits)

    def _show(self) -> None:
        if self._sheet is None:
            return
        words, query = self._context.words, self._query
        hits = find_pages(self._index, query) if self._index is not None else ()
        found = Found(self._patients, make_entry_lines(hits, words))
        here = self._window.stack.current_id
        recent = Recent(self._recent, tuple(page for page in self._pages_seen if page != here))
        view = derive_palette(query, self._candidates, found, recent, words, sees_patients=self._sees_patients)
        self._sheet.show_view(view)

    # What is chosen

    def _on_entered(self) -> None:
        """Open the chosen line, once the patients are those of what was typed."""
        self._is_entered = self._look_up is not None
        chosen = self._sheet.chosen() if self._sheet is not None else None
        if chosen is not None and not self._is_entered:
            self._open(chosen)

    def _open(self, line: Line) -> None:
        """Close the palette and then go or act; what cannot be done stays on show with its reason."""
        if self._sheet is None or line.reason:
            return
        offer = self._offers.get(line.target) if line.kind is Kind.ACTION else None
        self._sheet.dismiss()
        # In a turn of its own: the key that chose the line must not reach what comes under it.
        QTimer.singleShot(0, self, lambda: self._go(line, offer))

    def _go(self, line: Line, offer: Offer | None) -> None:
        match line.kind:
            case Kind.PATIENT:
                self._ways.show_chart(line.target)
            case Kind.PAGE if line.target.startswith("step-"):
                self._window.go_to_step(int(line.target.removeprefix("step-")))
            case Kind.PAGE:
                self._window.go_to(line.target)
            case Kind.SETTING:
                self._ways.open_setting(line.target)
            case Kind.REFERENCE:
                self._ways.open_reference(line.target)
            case Kind.ACTION:
                if offer is not None:
                    offer.act()


def _other(language: Language) -> Language:
    return Language.JA if language is Language.EN else Language.EN


def _find_title(offer_id: str, words: Words) -> str:
    """Return an action's words in another language; a button of a page has only those that it shows."""
    return "" if offer_id.startswith("bar.") else words(get_action(offer_id).title_key)

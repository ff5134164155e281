"""The page of the consent form: clauses at the left, the chosen one beside its printed page, changes and versions."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from stemsup_desktop.consultation import form_editing as editing
from stemsup_desktop.consultation.consent_clauses import Applies
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_questions import is_question_place, with_question_words
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.wording import ClausePlace
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.labels import Hairline, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.field_history import Steps
from stemsup_desktop.ui.form_library import FormLibrary
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.forms.changes_pane import ChangesPane
from stemsup_desktop.ui.pages.forms.clause_form import ClauseForm
from stemsup_desktop.ui.pages.forms.clause_pane import ClausePane
from stemsup_desktop.ui.pages.forms.example import render_example
from stemsup_desktop.ui.pages.forms.load import FormHouse, load_form_house
from stemsup_desktop.ui.pages.forms.memory import FormsMemory
from stemsup_desktop.ui.pages.forms.preview import FormPreview
from stemsup_desktop.ui.pages.forms.publish_desk import PublishDesk
from stemsup_desktop.ui.pages.forms.steps import FormSteps
from stemsup_desktop.ui.pages.forms.versions_pane import PatientsPane, VersionsPane
from stemsup_desktop.ui.pages.forms.view import ClauseLooks, FormsView, derive_forms, derive_published
from stemsup_desktop.ui.turns import in_pieces, iter_shared, run_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")

LIST_PX, NARROW_LIST_PX = 320, 280
PREVIEW_PX = 420
BESIDE_FROM_PX = 1400
VIEWS = ("edit", "page", "changes", "versions", "patients")
_MOST_NAMED = 6
_UNBOUNDED = 16_777_215
_DONE = object()


class FormsPage(Page[FormsView | None]):
    """Edits the consent form in `memory`, which the composition root keeps on disk; only an administrator changes it.

    An old version is read here too, without its being edited.
    """

    form_published = Signal()
    """Another version is in force, or will be: visits that are open are to be judged by it."""

    needs_visit = False
    shows_ahead = False

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        library: FormLibrary,
        fonts: FontFolder,
        memory: FormsMemory | None = None,
    ) -> None:
        super().__init__(context)
        self.setObjectName("forms")
        self._content = content
        self._access = access
        self._library = library
        self._fonts = fonts
        self._memory = memory or FormsMemory()
        self._house: FormHouse | None = None
        self._read: ConsentText | None = None
        """An old version that is being read, or None."""
        self._view: FormsView | None = None
        self._looks = ClauseLooks(content.names.symptoms, self.words)
        self._desk = PublishDesk(self, access, library)
        self._has_room = True
        words = self.words
        self._locked = "" if context.session.may(Right.ADMINISTER) else words("forms.locked")
        self._rest = self._make_rest()
        self.build(self._iter_parts())

    def _iter_parts(self) -> Iterator[None]:
        words = self.words
        yield
        self._note = InlineMessage(self.theme, is_strip=True)
        self._note.setObjectName("note")
        self._reading = InlineMessage(self.theme, is_strip=True)
        self._reading.setObjectName("reading")
        self._why_not = ReasonLine(self.theme, self._locked, is_strip=True)
        self._switch = ViewSwitch(
            self.theme, words("forms.view"), tuple((view, words(f"forms.view_{view}")) for view in VIEWS)
        )
        self._switch.setObjectName("forms_view")
        self._clauses = ClausePane(self.theme, words)
        yield
        coverage = self._content.consent.coverage  # of every form: what is required does not depend on its version
        parts = tuple((part.id, part.title) for part in (*coverage.sections, *coverage.elements))
        self._form = ClauseForm(self.theme, words, dict(self._content.names.symptoms), parts)
        yield from in_pieces(self._form.iter_making())
        self._changes: ChangesPane | None = None
        self._versions: VersionsPane | None = None
        self._patients: PatientsPane | None = None
        self._preview: FormPreview | None = None
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    # Derive and show

    @property
    def _text(self) -> ConsentText | None:
        """The form on screen: an old one that is read, the edited one, or the one in force."""
        if self._read is not None:
            return self._read
        if self._memory.edited is not None:
            return self._memory.edited
        return None if self._house is None else self._house.in_force

    @property
    def _lock(self) -> str:
        return self._locked or ("" if self._read is None else self.words("forms.reading_locked"))

    def derive(self) -> FormsView | None:
        text, house = self._text, self._house
        if text is None or house is None:
            return None
        if self._memory.clause_id not in text.clauses:
            self._memory.clause_id = next(iter(editing.list_sections(text.form)[0][2])).id
        today = self.context.clock().date()
        return derive_forms(text, house, self._memory.clause_id, self._looks, today, self.words, self._lock)

    def show_view(self, view: FormsView | None) -> None:
        self._view = view
        self.header.show_text(self.words("forms.title"), view.subtitle if view is not None else "")
        if view is None or self._house is None or self._text is None:
            return
        self._note.show_message(TagState.INFORMATION, view.notice)
        reading = "" if self._read is None else self.words("forms.reading", version=self._read.form.version)
        self._reading.show_message(TagState.INFORMATION, reading, self.words("forms.stop_reading") if reading else "")
        self._clauses.list.show_rows(view.rows, self._memory.clause_id)
        if view.clause is not None:
            self._form.show_view(view.clause, view.locked)
        self._show_rest()
        self._clauses.set_locked(view.locked)

    def _show_rest(self) -> None:
        """Show what stands beside the clause and in the other views, as far as it is made."""
        view, house, text = self._view, self._house, self._text
        if view is None or house is None or text is None:
            return
        if self._preview is not None and view.clause is not None:
            self._preview.look(text, view.clause.applies)
        if self._changes is not None:
            self._changes.show_changes(view.changes)
        if self._versions is not None:
            self._versions.show_house(house, self._locked)
        if self._patients is not None:
            self._patients.show_house(house)

    def page_actions(self) -> PageActions:
        words, memory = self.words, self._memory
        if self._locked or self._house is None:
            return PageActions(back=Action(words("forms.back"), partial(self.page_requested.emit, "settings")))
        view = self._view
        reason = "" if view is None or not view.blockers else _shorten(view.blockers, words("forms.more"))
        possible = (
            (memory.can_undo, Action(words("forms.undo"), self._undo, name="undo_edit")),
            (memory.can_redo, Action(words("forms.redo"), self._redo, name="redo_edit")),
            (memory.edited is not None, Action(words("forms.discard"), self._discard, name="discard_edits")),
        )
        return PageActions(
            back=Action(words("forms.back"), partial(self.page_requested.emit, "settings")),
            secondary=tuple(action for is_possible, action in possible if is_possible),
            primary=Action(words("forms.publish"), self._open_publish, reason=reason, name="publish_form"),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load()
        run_in_turns(self, self._make_on)

    def warm_up(self) -> Iterator[None]:
        yield from iter_shared(self._rest)
        yield from super().warm_up()

    def _make_on(self) -> None:
        """Make what is left, one part a turn."""
        if next(self._rest, _DONE) is not _DONE:
            run_in_turns(self, self._make_on)

    def find_start(self) -> QWidget | None:
        return self._clauses.list

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        self._has_room = width >= BESIDE_FROM_PX
        self._clauses.setFixedWidth(self.theme.side(LIST_PX if self._has_room else NARROW_LIST_PX, width))
        self._show_pane()

    def close_top(self) -> bool:
        if self._read is None:
            return False
        self._stop_reading()
        return True

    def choose_clause(self, clause_id: str) -> None:
        """Go to a clause as the person would."""
        self._clauses.list.choose(clause_id)

    def show_view_of(self, view: str) -> None:
        """Show one of `VIEWS`."""
        self._switch.set_value(view)
        self._show_pane()

    def make_whole(self) -> None:
        """Make at once what is made bit by bit; it is for whoever needs to find a field."""
        for _ in self._rest:
            pass
        self._form.make_whole()

    def reveal(self, name: str) -> None:
        self.make_whole()

    # The vault

    def _load(self) -> None:
        library, today, base = self._library, self.context.clock().date(), self._memory.base_sha256
        looks, edited = self._looks, self._memory.edited

        def work(vault: Vault) -> FormHouse:
            house = load_form_house(vault, library, today, base)
            looks.look_at_all(edited or house.in_force)
            return house

        self._ask(work, self._on_loaded)

    def _on_loaded(self, house: FormHouse) -> None:
        self._house = house
        self.refresh()

    def _ask(self, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        access = self._access

        def on_result(result: Ok[T] | Err) -> None:
            match result:
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    self._say(problem)

        self.run_job(lambda: work(access.get_vault()), on_result, lane=Lane.VAULT)

    def _say(self, problem: Problem) -> None:
        self._note.show_message(TagState.STOP, self.words.sentence_of(problem))

    def _make_render(self, text: ConsentText, applies: Applies, language: Language) -> Callable[[], bytes]:
        content, fonts, now = self._content, self._fonts, self.context.clock()
        return lambda: render_example(text, applies, content, fonts, language, now)

    def _run_render(self, work: Callable[[], bytes], on_result: Callable[[Ok[bytes] | Err], None]) -> None:
        self.run_job(work, on_result)

    # What the person does

    def _edit(self, change: Callable[[ConsentText], ConsentText], merge: str = "") -> None:
        """Change the edited form; the first edit begins from the form in force."""
        text, house = self._text, self._house
        if text is None or house is None or self._lock:
            self.refresh()
            return
        if self._memory.edited is None:
            self._memory.base_sha256 = house.sha256
        self._memory.change(text, change(text), merge)
        self.refresh()

    def _on_clause_reached(self, clause_id: str) -> None:
        self._memory.clause_id = clause_id
        self.refresh()

    def _on_typed(self, place: ClausePlace, language: Language, words: str) -> None:
        clause_id, kept = self._memory.clause_id, normalise_text(words)
        if not kept.strip():
            self.refresh()
            return
        merge = f"{clause_id}:{place.block}:{place.index}:{language.value}"
        if is_question_place(place):
            self._edit(lambda text: with_question_words(text, place, language, kept), merge)
        else:
            self._edit(lambda text: editing.with_words(text, clause_id, place, language, kept), merge)

    def _on_block_requested(self, kind: str) -> None:
        clause_id = self._memory.clause_id
        choice = next((one for one in editing.CHOICES if one == kind), None)
        if choice is not None:
            self._edit(lambda text: editing.with_choice_added(text, clause_id, choice))
        else:
            self._edit(
                lambda text: editing.with_block_added(text, clause_id, "bullets" if kind == "bullets" else "paragraph")
            )

    def _on_clause_added(self) -> None:
        added: list[str] = []

        def change(text: ConsentText) -> ConsentText:
            changed, clause_id = editing.with_clause_added(text, self._find_section(text))
            added.append(clause_id)
            return changed

        self._edit(change)
        if added:
            self._on_clause_reached(added[0])

    def _on_clause_removed(self) -> None:
        clause_id = self._memory.clause_id
        self._edit(lambda text: editing.without_clause(text, clause_id))

    def _on_clause_moved(self, by: int) -> None:
        clause_id = self._memory.clause_id
        self._edit(lambda text: editing.with_clause_moved(text, clause_id, by))

    def _find_section(self, text: ConsentText) -> str:
        here = self._memory.clause_id
        sections = editing.list_sections(text.form)
        return next((name for name, _, refs in sections if any(one.id == here for one in refs)), sections[1][0])

    @property
    def own_steps(self) -> Steps | None:
        return None if self._locked or self._house is None else FormSteps(self._memory, self.words, self.refresh)

    def _undo(self) -> None:
        self._memory.undo()
        self.refresh()

    def _redo(self) -> None:
        self._memory.redo()
        self.refresh()

    def _discard(self) -> None:
        """Throw the edits away; undo brings them back until the page is left for good."""
        if self._house is not None and self._memory.edited is not None:
            in_force = self._house.in_force
            self._edit(lambda _: in_force)

    def _read_version(self, text: ConsentText) -> None:
        self._read = text
        self.show_view_of("edit")
        self.refresh()

    def _open_version(self, sha256: str, on_opened: Callable[[ConsentText], None]) -> None:
        library = self._library
        self._ask(lambda vault: library.open(vault, sha256), on_opened)

    def _stop_reading(self) -> None:
        self._read = None
        self.refresh()

    # Publishing

    def _open_publish(self) -> None:
        view, house, edited = self._view, self._house, self._memory.edited
        if view is None or house is None or edited is None or view.blockers or self._lock:
            self.refresh()
            return
        published = derive_published(edited, house, view.next_version)
        self._desk.ask_about_edits(view, edited, published, self._memory.forget)

    def _on_published(self, house: FormHouse) -> None:
        self._read = None
        self._on_loaded(house)
        self.form_published.emit()

    # Layout and wiring

    def _show_pane(self) -> None:
        view = self._switch.value() or "edit"
        pane = {"changes": self._changes, "versions": self._versions, "patients": self._patients}.get(view, self._form)
        set_shown(self._stack, view != "page")
        if pane is not None:
            self._stack.setCurrentWidget(pane)
        is_beside = self._has_room and view == "edit" and self._preview is not None
        set_shown(self._rule, is_beside)
        if self._preview is not None:
            set_shown(self._preview, is_beside or view == "page")
            self._preview.setMaximumWidth(PREVIEW_PX if is_beside else _UNBOUNDED)
            self._preview.setMinimumWidth(PREVIEW_PX if is_beside else 0)

    def _lay_out(self) -> None:
        self._stack.addWidget(self._form)
        self._rule = Hairline(self.theme, token="line-strong", is_vertical=True)
        body = QWidget()
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._stack, 1)
        self._row.addWidget(self._rule)
        self.header.add_control(self._switch)
        self.add_left(self._clauses, LIST_PX)
        self.set_body(body)
        self.add_strip(self._why_not)
        self.add_strip(self._note)
        self.add_strip(self._reading)
        self._show_pane()

    def _make_rest(self) -> Iterator[None]:
        """Make what is not needed for the first look, one part with each turn."""
        theme, words = self.theme, self.words
        self._preview = FormPreview(theme, words, self._make_render, self._run_render)
        set_shown(self._preview, False)
        self._row.addWidget(self._preview, 1)
        self._show_made()
        yield
        self._changes = ChangesPane(theme, words)
        self._stack.addWidget(self._changes)
        self._show_made()
        yield
        self._versions = VersionsPane(theme, words)
        self._versions.read_requested.connect(lambda sha256: self._open_version(sha256, self._read_version))
        self._versions.again_requested.connect(lambda sha256: self._open_version(sha256, self._desk.ask_about_version))
        self._stack.addWidget(self._versions)
        self._show_made()
        yield
        self._patients = PatientsPane(theme, words)
        self._stack.addWidget(self._patients)
        self._show_made()
        yield

    def _show_made(self) -> None:
        self._show_pane()
        self._show_rest()

    def _connect(self) -> None:
        self._switch.value_changed.connect(lambda _code: self._show_pane())
        self._clauses.list.clause_reached.connect(self._on_clause_reached)
        self._form.typed.connect(self._on_typed)
        self._form.block_requested.connect(self._on_block_requested)
        self._form.removal_requested.connect(
            lambda place: self._edit(lambda text: editing.without_text(text, self._memory.clause_id, place))
        )
        self._form.item_requested.connect(
            lambda block: self._edit(lambda text: editing.with_item_added(text, self._memory.clause_id, block))
        )
        self._form.initials_changed.connect(
            lambda is_on: self._edit(lambda text: editing.with_initials_wanted(text, self._memory.clause_id, is_on))
        )
        self._form.applies_changed.connect(
            lambda applies: self._edit(lambda text: editing.with_applies(text, self._memory.clause_id, applies))
        )
        self._form.covering_changed.connect(
            lambda part, is_on: self._edit(
                lambda text: editing.with_covering(text, self._memory.clause_id, part, is_on)
            )
        )
        self._clauses.added.connect(self._on_clause_added)
        self._clauses.removed.connect(self._on_clause_removed)
        self._clauses.moved.connect(self._on_clause_moved)
        self._desk.published.connect(self._on_published)
        self._reading.link_followed.connect(self._stop_reading)


def _shorten(names: tuple[str, ...], rest: str) -> str:
    """Return the first few, and a word for what is left out."""
    shown = names[:_MOST_NAMED]
    return " ".join((*shown, rest)) if len(names) > _MOST_NAMED else " ".join(shown)

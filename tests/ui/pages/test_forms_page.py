"""The consent form in the window: edited by an administrator, kept, compared, published; read by everyone else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import pytest
from consultation.consent_builders import shipped_text
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shipped import get_content, get_fonts
from vault_samples import SteppedVault, make_consultation, make_patient
from visit_samples import NOW, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.consent_clauses import ChoiceText
from stemsup_desktop.consultation.form_versions import hash_form_version, write_form_version
from stemsup_desktop.consultation.people import Author, Role
from stemsup_desktop.consultation.record import Consent, GivenConsent
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.data_table import DataTable
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.form_library import FormLibrary
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.pages.forms.keeper import make_form_draft_keeper
from stemsup_desktop.ui.pages.forms.memory import FormsMemory, KeptForm, read_stored_form
from stemsup_desktop.ui.pages.forms.page import FormsPage
from stemsup_desktop.ui.pages.forms.publish_sheet import PublishSheet
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.window_language import WindowLanguage

Show = Callable[[QWidget, int, int], QWidget]
CLAUSE = "risk-unknown"
ENGLISH, JAPANESE = "text:0:0:en", "text:0:0:ja"
OFFICE = Author("office", "Office", (Role.ADMINISTRATOR,))
NURSE = Author("nurse", "Nurse", (Role.STAFF,))
DOCTOR = Author("doctor", "Doctor", (Role.PHYSICIAN, Role.ADMINISTRATOR))


@dataclass
class Desk:
    """The page in a window, and what a person does on it."""

    page: FormsPage
    stepped: SteppedVault
    memory: FormsMemory

    def refresh(self) -> None:
        """Let the window put what is new on show, and what is gone away."""
        QApplication.sendPostedEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def settle(self) -> None:
        self.stepped.executor.run_all()
        self.refresh()

    def go_to(self, clause_id: str) -> None:
        self.page.choose_clause(clause_id)
        self.page.make_whole()

    def field(self, name: str) -> MultiLineField:
        found = self.page.findChild(MultiLineField, name)
        assert isinstance(found, MultiLineField), name
        return found

    def button(self, name: str) -> QPushButton:
        self.refresh()
        found = self.page.window().findChildren(QPushButton, name)
        assert len(found) == 1, name
        return found[0]

    def type(self, name: str, text: str) -> None:
        self.field(name).setText(text)

    def reword(self, english: str = "Nobody knows.", japanese: str = "誰にもわかっていません。") -> None:
        self.go_to(CLAUSE)
        self.type(ENGLISH, english)
        self.type(JAPANESE, japanese)

    @property
    def sheet(self) -> PublishSheet:
        self.refresh()
        found = [one for one in self.page.window().findChildren(PublishSheet) if one.isVisible()]
        assert len(found) == 1
        return found[0]

    def publish(self, reason: str = "Clearer words") -> None:
        self.button("publish_form").click()
        self.sheet.reason.setText(reason)
        self.sheet.accept_button.click()
        self.settle()

    @property
    def version(self) -> str:
        found = self.stepped.vault.find_form_in_force(NOW.date())
        assert found is not None
        return found.form.version

    def cells(self, name: str) -> list[tuple[str, ...]]:
        table = self.page.findChild(DataTable, name)
        assert isinstance(table, DataTable)
        model = table.rows_model
        return [
            tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
            for row in range(model.rowCount())
        ]


Enter = Callable[..., Desk]


@pytest.fixture
def enter(
    theme: Theme,
    window_language: WindowLanguage,
    runner: JobRunner,
    drafts: SavedDrafts,
    clock: SteppedClock,
    stepped: SteppedVault,
    shown: Show,
) -> Enter:
    def make(author: Author = DOCTOR, memory: FormsMemory | None = None, width: int = 1440) -> Desk:
        session = make_session(get_content().clinical, runner, drafts.save, clock, author)
        context = PageContext(theme, window_language, session, runner, clock)
        library = FormLibrary(get_content().consent, clock)
        kept = memory or FormsMemory()
        page = FormsPage(context, get_content(), stepped.access, library, get_fonts(), kept)
        shown(page, width, 900)
        page.set_room(width, 900)
        page.make_whole()
        desk = Desk(page, stepped, kept)
        desk.settle()
        return desk

    return make


def test_the_windows_undo_takes_an_edit_of_the_form_back_and_names_it(enter: Enter) -> None:
    desk = enter()
    desk.reword()
    steps = desk.page.own_steps
    assert steps is not None
    assert steps.undo_description == desk.page.words("undo.of_form")
    before = desk.field(JAPANESE).value()
    steps.undo()
    assert desk.field(JAPANESE).value() != before
    steps.redo()
    assert desk.field(JAPANESE).value() == before
    assert steps.redo_description == ""


def test_the_form_in_force_is_shown_and_nothing_can_be_published_before_an_edit(enter: Enter) -> None:
    desk = enter()
    assert desk.version == shipped_text().form.version
    assert desk.memory.edited is None
    assert not desk.button("publish_form").isEnabled()
    desk.go_to(CLAUSE)
    assert desk.field(ENGLISH).value() == shipped_text().clauses[CLAUSE].blocks[0].items[0].en  # type: ignore[union-attr]


def test_an_edited_clause_is_published_under_a_version_of_the_clinic_s_own(enter: Enter) -> None:
    desk = enter()
    published: list[bool] = []
    desk.page.form_published.connect(lambda: published.append(True))
    desk.reword()
    desk.button("publish_form").click()
    assert "2026-09/clinic-1" in desk.sheet.title.text()
    assert not desk.sheet.accept_button.isEnabled()
    desk.sheet.reason.setText("Clearer words")
    desk.sheet.accept_button.click()
    desk.settle()
    assert desk.version == "2026-09/clinic-1"
    assert published == [True]
    assert desk.memory.edited is None
    publication = desk.stepped.vault.find_form_in_force(NOW.date())
    assert publication is not None
    text = FormLibrary(shipped_text(), lambda: NOW).open(desk.stepped.vault, publication.form.sha256)
    assert text.clauses[CLAUSE].version == "2026-09/clinic-1"
    assert text.clauses["risk-serious-any"].version == "1.0"
    assert desk.cells("versions")[0][0] == "2026-09/clinic-1"
    assert [row[-1] for row in desk.cells("versions")] == ["Clearer words", "–"]


def test_what_changed_is_shown_word_by_word(enter: Enter) -> None:
    desk = enter()
    desk.reword()
    shown = desk.page._changes.text()
    assert "Nobody knows." in shown
    assert "誰にも" in shown
    assert "reworded" in shown


def test_what_changed_takes_the_colours_of_the_scheme_that_is_turned_to(enter: Enter, theme: Theme) -> None:
    theme.set_scheme(Scheme.LIGHT)
    desk = enter()
    desk.reword()
    light = desk.page._changes._reading.toHtml()
    assert theme.colour("clear").name() in light
    theme.set_scheme(Scheme.DARK)
    dark = desk.page._changes._reading.toHtml()
    assert theme.colour("clear").name() in dark
    assert dark != light


def test_words_from_people_are_never_markup(enter: Enter) -> None:
    desk = enter()
    desk.reword('<img src="x"> & <b>bold</b>')
    assert '<img src="x"> & <b>bold</b>' in desk.page._changes.text()


def test_a_promise_is_flagged_and_does_not_keep_the_form_from_being_published(enter: Enter) -> None:
    desk = enter()
    desk.reword("It is safe.", "安全です。")
    assert "safe" in desk.field(ENGLISH).warning
    assert "安全" in desk.field(JAPANESE).warning
    desk.publish()
    assert desk.version == "2026-09/clinic-1"


def test_a_negated_word_is_not_flagged(enter: Enter) -> None:
    desk = enter()
    desk.reword("It is not known to be safe.", "再生医療等に該当しない治療です。")
    assert (desk.field(ENGLISH).warning, desk.field(JAPANESE).warning) == ("", "")


@pytest.mark.parametrize(
    ("english", "said"),
    [("For {nobody}.", "{nobody}"), ("For {sessions", "brace"), ("For {sessions}.", "two languages")],
)
def test_a_wrong_place_for_a_fact_is_said_and_blocks(enter: Enter, english: str, said: str) -> None:
    desk = enter()
    desk.reword(english)
    assert said in desk.field(ENGLISH).error
    assert not desk.button("publish_form").isEnabled()
    desk.type(ENGLISH, "For all.")
    assert desk.field(ENGLISH).error == ""
    assert desk.button("publish_form").isEnabled()


def test_a_form_that_no_longer_covers_everything_cannot_be_published_and_says_what_is_missing(enter: Enter) -> None:
    desk = enter()
    desk.go_to("legal-not-reviewed")
    desk.button("remove_clause").click()
    assert not desk.button("publish_form").isEnabled()
    view = desk.page.derive()
    assert view is not None
    assert view.blockers == ("Nothing covers “Outside statutory review” any more.",)
    desk.button("undo_edit").click()
    assert desk.memory.edited is not None
    desk.go_to("legal-not-reviewed")
    box = desk.page.findChild(CheckBox, "applies:routes:intravenous")
    assert isinstance(box, CheckBox)
    box.click()
    view = desk.page.derive()
    assert view is not None
    assert "injection into the skin" in view.blockers[0]


def test_a_clause_that_was_only_just_added_blocks_until_it_is_written(enter: Enter) -> None:
    desk = enter()
    desk.go_to("notice-sport")
    desk.button("add_clause").click()
    desk.page.make_whole()
    assert desk.memory.clause_id == "clinic-1"
    assert not desk.button("publish_form").isEnabled()
    for place in ("text:-1:0", "text:0:0"):
        desk.type(f"{place}:en", "Parking is scarce.")
        desk.type(f"{place}:ja", "駐車場は少ないです。")
    desk.publish()
    assert desk.version == "2026-09/clinic-1"


def test_an_emptied_field_says_so_and_keeps_the_last_words(enter: Enter) -> None:
    desk = enter()
    desk.reword()
    desk.type(ENGLISH, " ")
    assert desk.field(ENGLISH).error
    desk.field(ENGLISH).left.emit()
    assert desk.field(ENGLISH).value() == "Nobody knows."


def test_edits_are_undone_keystrokes_of_a_field_together_and_done_again(enter: Enter) -> None:
    desk = enter()
    desk.go_to(CLAUSE)
    before = desk.field(ENGLISH).value()
    for words in ("N", "No", "Nobody"):
        desk.type(ENGLISH, words)
    box = desk.page.findChild(CheckBox, "wants_initials")
    assert isinstance(box, CheckBox)
    box.click()
    desk.button("undo_edit").click()
    assert (desk.field(ENGLISH).value(), box.isChecked()) == ("Nobody", True)
    desk.button("undo_edit").click()
    assert desk.field(ENGLISH).value() == before
    desk.button("redo_edit").click()
    assert desk.field(ENGLISH).value() == "Nobody"


def test_edits_survive_a_kill_and_the_page_being_made_anew(enter: Enter, stepped: SteppedVault) -> None:
    desk = enter()
    keeper = make_form_draft_keeper(desk.memory, KeptForm(), stepped.access, desk.page)
    desk.reword("For {sess")
    keeper.flush()
    desk.settle()
    again = FormsMemory()
    again.restore(read_stored_form(stepped.vault.load_form_draft(), shipped_text().coverage))
    assert again.base_sha256 == hash_form_version(shipped_text())
    second = enter(memory=again)
    second.go_to(CLAUSE)
    assert second.field(ENGLISH).value() == "For {sess"
    desk.memory.forget()
    keeper.close()
    desk.settle()
    assert stepped.vault.load_form_draft() == ""


@pytest.mark.parametrize("text", ["", "{", '{"base_sha256": "x", "text": "{}"}', "[" * 100_000])
def test_a_draft_that_cannot_be_read_is_let_go(stepped: SteppedVault, text: str) -> None:
    stepped.vault.save_form_draft(text)
    assert read_stored_form(stepped.vault.load_form_draft(), shipped_text().coverage) == KeptForm()


def test_an_old_version_is_read_and_put_in_force_again(enter: Enter) -> None:
    desk = enter()
    desk.reword()
    desk.publish()
    table = desk.page.findChild(DataTable, "versions")
    assert isinstance(table, DataTable)
    table.selectRow(1)
    desk.button("read_version").click()
    desk.settle()
    desk.go_to(CLAUSE)
    assert "after years" in desk.field(ENGLISH).value()
    desk.type(ENGLISH, "Changed")
    assert desk.memory.edited is None
    assert desk.page.close_top()
    desk.button("use_again").click()
    desk.settle()
    desk.sheet.reason.setText("Back")
    desk.sheet.accept_button.click()
    desk.settle()
    assert desk.version == shipped_text().form.version


def test_a_refusal_of_the_vault_is_said_in_the_sheet_and_keeps_the_edits(enter: Enter, clock: SteppedClock) -> None:
    desk = enter()
    desk.reword()
    desk.button("publish_form").click()
    desk.sheet.reason.setText("Why")
    clock.advance(days=2)
    desk.sheet.accept_button.click()
    desk.settle()
    assert "today or on a later day" in desk.sheet.note._sentence.text()
    assert desk.memory.edited is not None
    desk.sheet.dismiss()


def test_the_printed_page_is_rendered_away_from_the_window_and_follows_the_edits(
    enter: Enter, clock: SteppedClock
) -> None:
    desk = enter()
    preview = desk.page._preview
    desk.go_to(CLAUSE)
    preview._timer.stop()
    preview._start()
    assert preview.pages.page_count == 0
    desk.settle()
    first = preview.pages.page_count
    assert first > 0
    desk.reword("For {nobody")
    preview._start()
    desk.settle()
    assert preview._problem.isVisible()
    assert preview.pages.page_count == first


def test_below_the_width_for_both_the_page_is_a_view_of_its_own(enter: Enter) -> None:
    desk = enter(width=1024)
    assert desk.page._preview.isHidden()
    desk.page.show_view_of("page")
    assert desk.page._preview.isVisible()
    assert desk.page._stack.isHidden()


def sign(stepped: SteppedVault) -> None:
    vault = stepped.vault
    vault.enter_shipped_form(write_form_version(shipped_text()))
    vault.save_patient(make_patient())
    day = NOW.date() - timedelta(days=400)
    signature = GivenConsent("CNS-1", day, "A", "B", True, "0" * 64, form_version="0.9")
    vault.start_consultation(
        make_patient().patient_id,
        msgspec.structs.replace(make_consultation("c1"), consent=Consent(signature=signature)),
    )


def test_who_is_on_which_version_is_listed_with_whose_consent_is_outdated(enter: Enter, stepped: SteppedVault) -> None:
    sign(stepped)
    desk = enter()
    assert desk.cells("counts") == [("0.9", "1", "1")]
    counts = desk.page.findChild(DataTable, "counts")
    assert counts.height() - counts.horizontalHeader().height() <= counts.rowHeight(0) + 2  # no void below its one row
    (row,) = desk.cells("outdated")
    assert row[:3] == ("A-0001", "髙橋 花子", "0.9")
    assert row[-1] == "another version, over a year"


def test_staff_read_every_version_and_change_nothing(enter: Enter) -> None:
    desk = enter(NURSE)
    desk.reword()
    assert desk.memory.edited is None
    assert desk.field(ENGLISH).value() != "Nobody knows."
    assert not desk.button("remove_clause").isEnabled()
    assert desk.page.page_actions().primary is None


def test_the_texts_of_a_clause_stand_side_by_side_in_both_languages(enter: Enter) -> None:
    desk = enter()
    desk.go_to(CLAUSE)
    english, japanese = desk.field(ENGLISH), desk.field(JAPANESE)
    assert english.geometry().right() < japanese.geometry().left()
    assert {Language.EN.value, Language.JA.value} == {"en", "ja"}


def test_a_question_is_read_and_reworded_beside_its_clause_and_publishing_names_what_is_carried_over(
    enter: Enter,
) -> None:
    desk = enter()
    desk.reword()
    number, question = next(
        (number, one) for number, one in enumerate(shipped_text().teach_back) if one.clause.id == CLAUSE
    )
    name = f"text:{-10 - number}"
    assert desk.field(f"{name}:0:en").value() == question.question.en
    assert desk.field(f"{name}:4:ja").value() == question.explanation.ja
    said = [label.text() for label in desk.page.findChildren(Label)]
    assert any("carried over to the new wording" in one for one in said)
    assert "Right answer" in said
    desk.type(f"{name}:0:en", "Does anybody know?")
    desk.button("publish_form").click()
    sentences = [label.text() for label in desk.sheet.findChildren(Label)]
    assert any("carried over" in one and "Does anybody know?" in one for one in sentences)
    desk.sheet.reason.setText("Clearer words")
    desk.sheet.accept_button.click()
    desk.settle()
    house = desk.page._house
    assert house is not None
    asked = next(one for one in house.in_force.teach_back if one.id == question.id)
    assert asked.question.en == "Does anybody know?"
    assert asked.version == asked.clause.version == desk.version == house.in_force.clauses[CLAUSE].version


@pytest.mark.parametrize("choice", ["photographs", "teaching", "publication"])
def test_whoever_adds_a_choice_says_which_of_the_separate_choices_it_is(choice: str, enter: Enter) -> None:
    desk = enter()
    desk.go_to(CLAUSE)
    desk.button(f"add_{choice}").click()
    assert desk.memory.edited is not None
    block = desk.memory.edited.clauses[CLAUSE].blocks[-1]
    assert isinstance(block, ChoiceText)
    assert block.choice == choice


@pytest.mark.parametrize("width", [1440, 1400, 1280, 1024])
def test_the_texts_of_a_clause_fit_into_their_column(enter: Enter, width: int) -> None:
    desk = enter(width=width)
    desk.go_to(CLAUSE)
    panes = [pane for pane in desk.page.findChildren(ScrollPane) if pane.isVisible()]
    assert panes
    for pane in panes:
        assert pane.content.minimumSizeHint().width() <= pane.viewport().width()

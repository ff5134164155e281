"""An edit of the consent form outlives a lock; published, it asks a patient who had signed to sign again."""

from pathlib import Path

import msgspec
from driver import Keyboard, wait
from opened import opened, put_visit, read_example, unlock
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from staffed import OFFICE, opened_by, put_people
from visit import workspace_of

from stemsup_desktop.consultation.consent_basis import ConsentState
from stemsup_desktop.consultation.record import Summary
from stemsup_desktop.language import Language
from stemsup_desktop.ui.pages.forms.page import FormsPage
from stemsup_desktop.ui.pages.forms.publish_sheet import PublishSheet
from stemsup_desktop.ui.pages.forms.text_pair import TextPair
from stemsup_desktop.window_visits import OpenVisit

CLAUSE, PLACE = "risk-unknown", "text:0:0"


def open_form(keys: Keyboard) -> FormsPage:
    window = workspace_of(keys).window
    window.go_to("forms")
    page = window.stack.current_page
    assert isinstance(page, FormsPage)
    keys.until(lambda: page.derive() is not None, "the form")
    page.choose_clause(CLAUSE)
    page.make_whole()
    keys.until(lambda: page.findChild(TextPair, PLACE) is not None, "the boxes of the clause")
    return page


def find_field(page: FormsPage, language: Language) -> str:
    pair = page.findChild(TextPair, PLACE)
    assert isinstance(pair, TextPair)
    return pair.fields[language].value()


def reword(page: FormsPage) -> None:
    pair = page.findChild(TextPair, PLACE)
    assert isinstance(pair, TextPair)
    pair.fields[Language.EN].setText("Nobody knows.")
    pair.fields[Language.JA].setText("誰にもわかっていません。")


def test_an_edit_outlives_a_lock_and_once_published_asks_for_a_new_signature(
    qapp: QApplication, tmp_path: Path
) -> None:
    file = read_example("treated")
    visit = msgspec.structs.replace(file.consultation, summary=Summary())
    put_visit(tmp_path, file, visit)
    place = OpenVisit(file.patient.patient_id, visit.consultation_id, "step-5")
    with opened(qapp, tmp_path, place) as keys:
        session = workspace_of(keys).session
        today = workspace_of(keys)._context.clock().date()
        before = session.state.derive_standing(today)
        reword(open_form(keys))
        wait(600)
        keys.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        unlock(keys)
        keys.until(lambda: workspace_of(keys).session.has_visit, "the visit again")
        page = open_form(keys)
        assert find_field(page, Language.EN) == "Nobody knows."
        keys.until(lambda: page.page_actions().primary is not None, "the actions")
        page._open_publish()
        (sheet,) = workspace_of(keys).window.findChildren(PublishSheet)
        sheet.reason.setText("Clearer words")
        sheet.accept_button.click()
        session = workspace_of(keys).session
        keys.until(lambda: session.state.texts is not None and bool(session.state.texts.in_force), "the texts")
        keys.until(
            lambda: session.state.get_consent_text(page._content.consent).form.version.endswith("/clinic-1"),
            "the version in force",
        )
        after = session.state.derive_standing(today)
    said = {one.en for one in after.changed} - {one.en for one in before.changed}
    assert after.state is ConsentState.OUTDATED
    assert said == {"The consent text has a new version."}


def test_an_office_that_only_administers_edits_the_form_and_sees_no_patient(qapp: QApplication, tmp_path: Path) -> None:
    file = read_example("treated")
    put_people(tmp_path, file, file.consultation)
    with opened_by(OFFICE, qapp, tmp_path) as keys:
        window = workspace_of(keys).window
        window.go_to("settings")
        settings = window.stack.current_page
        assert settings is not None
        settings.reveal("show_forms")
        button = settings.findChild(QPushButton, "show_forms")
        assert isinstance(button, QPushButton)
        button.click()
        page = open_form(keys)
        reword(page)
        assert page.page_actions().primary is not None
        page.show_view_of("patients")
        house = page._house
        assert house is not None
        assert house.outdated is None
        assert [count.patients for count in house.counts] == [1]
        shown = " ".join(label.text() for label in page.findChildren(QPushButton))
        assert file.patient.name not in shown

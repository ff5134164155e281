"""Puts a form in force: asks in a sheet from which day and why, and hands the vault's answer on."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_questions import list_carried, list_dropped
from stemsup_desktop.store.form_shelf import Publishing
from stemsup_desktop.ui.form_library import FormLibrary
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.forms.load import FormHouse, publish_form
from stemsup_desktop.ui.pages.forms.publish_sheet import PublishSheet
from stemsup_desktop.ui.pages.forms.view import FormsView
from stemsup_desktop.ui.vault_access import VaultAccess

_MOST_NAMED = 6


class PublishDesk(QObject):
    """`published` carries how the forms stand then."""

    published = Signal(object)

    def __init__(self, page: Page[FormsView | None], access: VaultAccess, library: FormLibrary) -> None:
        super().__init__(page)
        self._page = page
        self._access = access
        self._library = library

    def ask_about_edits(
        self, view: FormsView, edited: ConsentText, text: ConsentText, on_done: Callable[[], None]
    ) -> None:
        """Ask about the edited form, which `text` is under its new version."""
        words = self._page.words
        names = tuple(one.title.in_language(words.language) for one in view.changes.clauses)
        named = words("forms.and").join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")
        sentences = [words("forms.publish_note"), words("forms.publish_changes", count=len(names), names=named or "-")]
        for key, questions in (("carried", list_carried(edited, text)), ("dropped", list_dropped(edited, text))):
            if questions:
                asked = words("forms.and").join(one.question.in_language(words.language) for one in questions)
                sentences.append(words(f"forms.publish_{key}", count=len(questions), names=asked))
        self._ask(text, tuple(sentences), on_done)

    def ask_about_version(self, text: ConsentText) -> None:
        """Ask about a version that was in force before."""
        self._ask(text, (self._page.words("forms.again_note"),), lambda: None)

    def _ask(self, text: ConsentText, sentences: tuple[str, ...], on_done: Callable[[], None]) -> None:
        page = self._page
        today = page.context.clock().date()
        sheet = PublishSheet(page.theme, page.words, page, text.form.version, sentences, today)
        sheet.accepted.connect(lambda: self._send(sheet, text, on_done))
        sheet.open(sheet.reason.text_edit)

    def _send(self, sheet: PublishSheet, text: ConsentText, on_done: Callable[[], None]) -> None:
        day = sheet.day.value()
        if not sheet.accept_button.isEnabled() or day is None:
            return
        sheet.accept_button.setEnabled(False)
        publishing, access, library = Publishing(day, reason=sheet.reason.value()), self._access, self._library

        def on_result(result: Ok[FormHouse] | Err) -> None:
            match result:
                case Ok(house):
                    sheet.dismiss()
                    on_done()
                    self.published.emit(house)
                case Err(problem):
                    sheet.accept_button.setEnabled(True)
                    sheet.say(self._page.words.sentence_of(problem))

        self._page.run_job(
            lambda: publish_form(access.get_vault(), library, text, publishing), on_result, lane=Lane.VAULT
        )

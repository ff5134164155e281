"""Qt's own texts follow the language of the window."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.qt_words import QtWords
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Catalogue

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
Speech = tuple[WindowLanguage, QtWords]


@pytest.fixture
def speech(qapp: QApplication, catalogue: Catalogue) -> Iterator[Speech]:
    language = WindowLanguage(catalogue, Language.JA)
    words = QtWords(qapp, language)
    yield language, words
    words.stop()
    words.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def menu_of(field: QLineEdit | QPlainTextEdit) -> list[str]:
    menu = field.createStandardContextMenu()
    texts = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
    menu.deleteLater()
    return texts


@pytest.mark.parametrize("kind", [LineEdit, QPlainTextEdit])
def test_the_menu_of_a_field_speaks_japanese(qtbot: QtBot, speech: Speech, kind: type[QLineEdit]) -> None:
    field = kind()
    qtbot.addWidget(field)
    texts = menu_of(field)
    assert len(texts) >= 7
    assert [text for text in texts if not JAPANESE.search(text)] == []
    assert texts[:5] == ["元に戻す(&U)", "やり直す(&R)", "切り取り(&T)", "コピー(&C)", "貼り付け(&P)"]


def test_the_menu_follows_the_language_while_the_field_is_shown(qtbot: QtBot, speech: Speech) -> None:
    language, words = speech
    field = LineEdit()
    qtbot.addWidget(field)
    field.show()
    for _ in range(3):
        language.set_language(Language.EN)
        assert words.speaks is Language.EN
        assert menu_of(field)[0] == "&Undo"
        language.set_language(Language.JA)
        assert words.speaks is Language.JA
        assert JAPANESE.search(menu_of(field)[0])


def test_a_window_that_is_open_hears_of_the_switch(qtbot: QtBot, speech: Speech) -> None:
    heard = []

    class Window(QWidget):
        def changeEvent(self, event: QEvent) -> None:
            if event.type() == QEvent.Type.LanguageChange:
                heard.append(self.tr("x"))

    window = Window()
    qtbot.addWidget(window)
    window.show()
    speech[0].set_language(Language.EN)
    QCoreApplication.sendPostedEvents()
    assert heard


def test_the_buttons_of_a_dialog_speak_japanese(qtbot: QtBot, speech: Speech) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    assert {button.text() for button in box.buttons()} == {"キャンセル", "保存"}


@pytest.mark.parametrize(
    ("context", "text"),
    [
        *(("QFileDialog", text) for text in ("&Open", "&Save", "File &name:", "Files of type:", "Look in:")),
        *(("QFileDialog", text) for text in ("&Delete", "&Rename", "&New Folder", "My Computer", "Find Directory")),
        *(("QPrintDialog", text) for text in ("&Print", "Print to File (PDF)", "&Options >>")),
        *(
            ("QPrintSettingsOutput", text)
            for text in ("Copies", "Print all", "Print range", "Pages from", "Reverse", "Collate")
        ),
        *(("QPageSetupWidget", text) for text in ("Page size:", "Portrait", "Landscape", "Margins")),
        *(("QScrollBar", text) for text in ("Scroll here", "Page up", "Page down")),
        *(("QAccessibleActionInterface", text) for text in ("Press", "Toggle", "SetFocus", "ShowMenu")),
        *(("QMessageBox", text) for text in ("Show Details...",)),
    ],
)
def test_what_qt_shows_in_this_program_has_japanese(speech: Speech, context: str, text: str) -> None:
    assert JAPANESE.search(QCoreApplication.translate(context, text))


def test_after_it_stopped_qt_speaks_english(qapp: QApplication, catalogue: Catalogue, qtbot: QtBot) -> None:
    language = WindowLanguage(catalogue, Language.JA)
    words = QtWords(qapp, language)
    words.stop()
    language.set_language(Language.EN)
    language.set_language(Language.JA)
    field = LineEdit()
    qtbot.addWidget(field)
    assert menu_of(field)[0] == "&Undo"
    words.deleteLater()


def test_without_the_translations_of_qt_the_window_still_opens(
    qapp: QApplication, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLibraryInfo, "path", lambda which: "no-such-folder")
    words = QtWords(qapp, WindowLanguage(catalogue, Language.JA))
    assert words.speaks is Language.EN
    words.stop()
    words.deleteLater()

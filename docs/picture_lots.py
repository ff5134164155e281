"""Pictures of the lot book: a lot, its certificate by hand and from CSV, a recall, and all of it in the dark."""

import tempfile
from pathlib import Path

from picture_tools import choose_scheme, find_button, take, wait
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.pages.lots.book_list import BookList
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

_REASONS = {
    Language.EN: "Particles were seen in two vials of this lot",
    Language.JA: "同じロットの2本で異物が確認された",
}
_CSV = """kind,name,form,state,value,unit,method,limit
item,Sterility,,passed,negative,,direct,
item,Endotoxin,,passed,0.02,EU/mL,LAL,≤ 0.25
item,Residual antibiotics,,passed,< 0.05,µg/mL,LC-MS/MS,0.05
factor,HGF,,measured,1.84,ng/mL,ELISA,
factor,VEGF,,measured,about 400,pg/mL,ELISA,
factor,PDGF,BB,below limit,,pg/mL,ELISA,15.6
"""


def take_lots(workspace: Workspace, language: Language) -> None:
    """Take the lot book in one language; a lot is recalled on the way."""
    window = workspace.window
    window.go_to("lots")
    wait(600)
    _choose(window, "HK-")
    take(window, f"lots-{language}")
    _choose(window, "UC-260511")
    _press(window, "edit_certificate")
    take(window, f"lots-certificate-{language}", 1500)
    _press(window, "leave_form")
    _take_import(window, language)
    _choose(window, "HK-")
    _press(window, "recall_lot")
    wait(600)
    reason = window.findChild(QPlainTextEdit, "reason_editor")
    assert isinstance(reason, QPlainTextEdit)
    reason.setPlainText(_REASONS[language])
    take(window, f"lots-recall-{language}")
    _press(window, "sheet_accept")
    wait(900)
    choose_scheme(workspace, Scheme.DARK)
    take(window, f"lots-recalled-{language}-dark")
    choose_scheme(workspace, Scheme.LIGHT)


def _take_import(window: QWidget, language: Language) -> None:
    _press(window, "import_certificate")
    area = window.findChild(DropArea, "drop_csv")
    assert isinstance(area, DropArea)
    with tempfile.TemporaryDirectory(prefix="stemsup-pictures-") as folder:
        path = Path(folder) / "COA-260511-01.csv"
        path.write_text(_CSV, encoding="utf-8")
        area.file_dropped.emit(path)
        wait(800)
    take(window, f"lots-import-{language}")
    _press(window, "leave_import")


def _choose(window: QWidget, start: str) -> None:
    lines = window.findChild(BookList)
    assert isinstance(lines, BookList)
    lines.choose(next(line.key for line in lines.book_model.lines if line.title.startswith(start)))
    lines.setFocus()
    wait(600)


def _press(window: QWidget, name: str) -> None:
    QCoreApplication.sendPostedEvents()
    find_button(window, name).click()
    wait(100)

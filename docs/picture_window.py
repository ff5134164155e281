"""Pictures of the window: the seven steps, the pages beside them, the gate with each verdict, empty pages."""

import msgspec
from picture_tools import PAGE_MS, PAPER_MS, choose_scheme, read_example, show_file, take, wait, wait_until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget

from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.desktop import Clock
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.pages.documents.page import DocumentsPage
from stemsup_desktop.ui.pages.patients.hit_list import HitList
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.pages.reference.evidence_table import EvidenceTable
from stemsup_desktop.ui.pages.reference.page import ReferencePage
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

STEPS = ("reason", "examination", "explain", "plan", "consent", "treatment", "summary")
EXAMPLES = {
    Language.EN: ("stop", "stop", "treated", "treated", "treated", "treated", "treated"),
    Language.JA: ("opinion", "opinion", "treated", "treated", "treated", "treated", "treated"),
}
"""Whose consultation each of the seven steps shows."""
VERDICTS = {
    "stop": "stop",
    "specialist": "opinion",
    "not-complete": "paused",
    "conditions": "treated",
    "clear": "clear",
}
"""Whose gate has each verdict; the specialist's opinion is taken out of its example."""
FACTOR, QUERY = "vegf", {Language.EN: "wata", Language.JA: "わた"}
OPINION = {
    Language.EN: "Stable for seven years. Discussed with the treating physician, who does not object.",
    Language.JA: "7年間安定しています。主治医に相談し、反対意見はありませんでした。",
}
USUAL, SMALL = (1440, 900), (1024, 768)


def take_steps(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take the seven steps."""
    window, shown = workspace.window, ""
    for number, (step, example) in enumerate(zip(STEPS, EXAMPLES[language], strict=True), start=1):
        if example != shown:
            show_file(workspace, read_example(example, clock))
            shown = example
        window.go_to_step(number)
        take(window, f"{step}-{language}", PAPER_MS if step in ("consent", "summary") else PAGE_MS)


def take_pages(workspace: Workspace, language: Language) -> None:
    """Take the pages beside the steps: patients, a growth factor, documents, settings."""
    window = workspace.window
    for page_id in ("patients", "reference", "documents", "settings"):
        window.go_to(page_id)
        page = window.stack.current_page
        if isinstance(page, ReferencePage):
            page.open_page(FACTOR)
        take(window, f"{page_id}-{language}", PAPER_MS if isinstance(page, DocumentsPage) else PAGE_MS)


def take_patients(workspace: Workspace, language: Language) -> None:
    """Take a search with its hit, and the form of a patient; what was typed is taken back."""
    window = workspace.window
    window.go_to("patients")
    page = window.stack.current_page
    if not isinstance(page, PatientsPage):
        raise TypeError("the page of patients is another one")
    search = page.findChild(QLineEdit, "search")
    search.setText(QUERY[language])
    found = page.findChild(HitList).hits_model
    wait_until(lambda: len(found.hits) == 1, "the search did not find one patient")
    QTest.keyClick(search, Qt.Key.Key_Return)
    take(window, f"search-hit-{language}")
    _click(page, "edit_patient")
    take(window, f"patient-form-{language}")
    _click(page, "leave_form")
    search.clear()


def take_evidence(workspace: Workspace, language: Language) -> None:
    """Take the evidence table of a growth factor."""
    window = workspace.window
    window.go_to("reference")
    page = window.stack.current_page
    if not isinstance(page, ReferencePage):
        raise TypeError("the page of the reference is another one")
    page.open_page(FACTOR)
    wait(PAGE_MS)
    table = page.findChild(EvidenceTable)
    for pane in page.findChildren(ScrollPane):
        if pane.isAncestorOf(table):
            pane.verticalScrollBar().setValue(table.mapTo(pane.content, table.rect().topLeft()).y() - 48)
    take(window, f"evidence-{language}")


def take_gates(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take the gate panel with each verdict, and an opinion being recorded."""
    window = workspace.window
    for verdict, example in VERDICTS.items():
        file = read_example(example, clock)
        show_file(workspace, _without_opinions(file) if verdict == "specialist" else file)
        window.go_to_step(2)
        take(window.gate, f"gate-{verdict}-{language}")
        if verdict == "specialist":
            window.gate.open_first_editor()
            editor = window.gate.findChild(QPlainTextEdit)
            editor.setPlainText(OPINION[language])
            take(window, f"opinion-{language}")


def take_keys(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take the sheet of keys over the checklist."""
    window = workspace.window
    show_file(workspace, read_example("clear", clock))
    window.go_to_step(2)
    wait(PAGE_MS)
    QTest.keyClick(window, Qt.Key.Key_F1)
    take(window, f"keys-{language}")
    QTest.keyClick(window, Qt.Key.Key_Escape)


def take_empty(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take pages that have nothing to show yet and say what to do."""
    window = workspace.window
    file = read_example("clear", clock)
    fresh = Consultation(file.consultation.consultation_id, clock())
    show_file(workspace, msgspec.structs.replace(file, consultation=fresh))
    for number, step in ((1, "reason"), (3, "explain"), (4, "plan"), (5, "consent"), (6, "treatment")):
        window.go_to_step(number)
        take(window, f"empty-{step}-{language}", PAPER_MS if step == "consent" else PAGE_MS)
    window.go_to("documents")
    take(window, f"empty-documents-{language}")


def take_others(workspace: Workspace, clock: Clock) -> None:
    """Take what is shown only once: two pages in the dark and one in a small window."""
    window = workspace.window
    choose_scheme(workspace, Scheme.DARK)
    show_file(workspace, read_example("stop", clock))
    window.go_to_step(2)
    take(window, "examination-en-dark")
    window.go_to("reference")
    take(window, "reference-en-dark")
    choose_scheme(workspace, Scheme.LIGHT)
    window.go_to_step(2)
    window.resize(*SMALL)
    take(window, "examination-en-1024")


def _click(page: QWidget, name: str) -> None:
    """Press the button of this name once it is on show."""

    def list_shown() -> list[QPushButton]:
        return [button for button in page.findChildren(QPushButton, name) if button.isVisible()]

    wait_until(lambda: bool(list_shown()), f"there is no {name}")
    list_shown()[0].click()


def _without_opinions(file: ConsultationFile) -> ConsultationFile:
    """Return a consultation in which no opinion has been recorded yet."""
    examination = msgspec.structs.replace(file.consultation.examination, opinions=())
    return msgspec.structs.replace(
        file, consultation=msgspec.structs.replace(file.consultation, examination=examination)
    )

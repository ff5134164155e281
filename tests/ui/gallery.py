"""Draws the component sheets and the window for human eyes: `python tests/ui/gallery.py FOLDER`."""

import os
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from visit_samples import CLINIC, PATIENT, PHYSICIAN

from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.content import read_clinical_content
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import YES
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.answer_segments import AnswerSegments
from stemsup_desktop.ui.components.buttons import PrimaryButton, QuietButton, SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox, RadioGroup
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.evidence import Direction, DirectionMark, EvidenceLadder
from stemsup_desktop.ui.components.labels import Label, SectionHeading
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.save_mark import SaveMark, UndoBar
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.step_bar import Step, StepMark, StepView
from stemsup_desktop.ui.components.tags import ReviewTag, StateTag, TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.verdict import VerdictPanel, VerdictView
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.session import SaveKind, SaveState, make_session
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry
from stemsup_desktop.ui.theme import Scheme, Theme, make_application
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Catalogue, Words, read_catalogue

AT = datetime(2026, 9, 8, 10, 44, tzinfo=UTC)


def make_sheet(theme: Theme, words: Words) -> QWidget:
    """Return both columns of the component sheet."""
    sheet = QWidget()
    sheet.setProperty("surface", "base")
    sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    columns = QHBoxLayout(sheet)
    columns.setContentsMargins(40, 24, 40, 24)
    columns.setSpacing(56)
    for make in (_left, _right):
        column = QVBoxLayout()
        column.setSpacing(12)
        make(theme, words, column)
        column.addStretch(1)
        columns.addLayout(column, 1)
    return sheet


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return row


def _left(theme: Theme, words: Words, column: QVBoxLayout) -> None:
    column.addWidget(SectionHeading(theme, "Gate verdict"))
    grid = QGridLayout()
    for number, verdict in enumerate(Verdict):
        panel = VerdictPanel(theme)
        key = {"not-complete": "not_complete"}.get(verdict.value, verdict.value)
        panel.show_view(VerdictView(verdict, words(f"common.{key}"), "1 stop finding and 5 unanswered items."))
        grid.addWidget(panel, number // 2, number % 2)
    column.addLayout(grid)
    column.addWidget(SectionHeading(theme, "Tags"))
    keys = ("stop", "specialist", "caution", "information", "clear", "unanswered")
    tags = [StateTag(theme, s, words(f"common.{k}")) for s, k in zip(TagState, keys, strict=True)]
    column.addWidget(_row(*tags))
    sealed = StateTag(theme, TagState.CLEAR, words("common.sealed"), icon="sealed")
    open_ = StateTag(theme, TagState.OPEN, words("common.not_sealed"), icon="not-sealed")
    column.addWidget(_row(sealed, open_, ReviewTag(theme, words)))
    column.addWidget(SectionHeading(theme, "Evidence"))
    column.addWidget(_row(*(EvidenceLadder(theme, n, "Animal") for n in range(5))))
    column.addWidget(_row(EvidenceLadder(theme, 0, words("common.grade_label"), icon="docs")))
    column.addWidget(_row(*(DirectionMark(theme, d, words(f"common.{d}")) for d in Direction)))
    column.addWidget(SectionHeading(theme, "More fields"))
    choice = ChoiceField(theme, words, "Reaction", (("rash", "Rash 発疹"),), is_required=True)
    chosen = ChoiceField(theme, words, "Substance", (("p", "Penicillin"),))
    chosen.set_value("p")
    day = DateField(theme, words, "Date of birth", is_required=True)
    day.set_value(date(1972, 4, 18))
    column.addWidget(_row(choice, chosen, day))
    lines = MultiLineField(theme, words, "Goal, in the patient's words", is_required=True)
    column.addWidget(lines)
    written = MultiLineField(theme, words, "Note")
    written.set_value("Chest, after acne, about 2004.\nNone on face or scalp. <b>not bold</b>\nthird line")
    column.addWidget(written)
    score = ScoreField(theme, words, "Thinning hair", low="none", high="worst")
    scored = ScoreField(theme, words, "Dry skin")
    scored.set_value(7)
    column.addWidget(score)
    column.addWidget(scored)


def _right(theme: Theme, words: Words, column: QVBoxLayout) -> None:
    column.addWidget(SectionHeading(theme, "Controls"))
    for kind in (PrimaryButton, SecondaryButton, QuietButton):
        off = kind(theme, "Continue")
        off.setEnabled(False)
        keyed = kind(theme, "Unanswered only", icon_name="unanswered", key_hint="Ctrl U", is_bar=True)
        column.addWidget(_row(kind(theme, "Continue"), kind(theme, words("common.undo")), off, keyed))
    fields = []
    for number in range(4):
        field = NumberField(
            theme, words, "Temperature", unit="°C", decimals=1, is_required=True, possible=(Decimal(30), Decimal(45))
        )
        if number:
            field.set_value(Decimal("36.5"))
        fields.append(field)
    fields[2].set_read_only(True)
    fields[3].setText("365")
    fields[3]._on_left()
    column.addWidget(_row(*fields))
    checked, error, off = CheckBox(theme, "Intradermal"), CheckBox(theme, ""), CheckBox(theme, "Off")
    checked.set_value(True)
    error.set_error(True)
    off.setEnabled(False)
    column.addWidget(_row(CheckBox(theme, "Drip"), checked, error, off))
    radio = RadioGroup(theme, "Sex", (("f", "Female"), ("m", "Male")), is_horizontal=True)
    radio.set_value("f")
    column.addWidget(radio)
    column.addWidget(TextField(theme, words, "Search", placeholder="Search factors, genes, symptoms"))
    column.addWidget(SectionHeading(theme, "Yes, No, Unknown"))
    for pair in ((None, "Y"), ("N", "UNK")):
        made = []
        for value in pair:
            segments = AnswerSegments(theme, words, "X18")
            segments.set_value(value)
            made.append(segments)
        column.addWidget(_row(*made))
    sealed = AnswerSegments(theme, words, "X18")
    sealed.set_value("N")
    sealed.set_read_only(True)
    column.addWidget(_row(sealed, AnswerSegments(theme, words, "Photos", has_unknown=False)))
    column.addWidget(SectionHeading(theme, "Steps"))
    steps = []
    for view in (
        StepView(1, "Reason", "2 symptoms", StepMark.DONE),
        StepView(2, "Examination", "1 stop, 5 open", is_current=True, is_alarming=True),
        StepView(3, "Explain", "Not started"),
        StepView(5, "Consent", "Gate must clear", StepMark.LOCKED),
    ):
        step = Step(theme)
        step.show_view(view)
        step.setMinimumHeight(56)
        steps.append(step)
    column.addWidget(_row(*steps))
    column.addWidget(SectionHeading(theme, "Saving"))
    full = EnvironmentProblem("disk-full", "The disk is full.")
    for state in (
        SaveState(SaveKind.SAVED, AT),
        SaveState(SaveKind.SAVING, AT),
        SaveState(SaveKind.NOT_SAVED, AT, full),
    ):
        mark = SaveMark(theme, words, lambda: AT)
        mark.show_state(state)
        column.addWidget(mark)
    undo = UndoBar(theme, words("common.undo"))
    undo.show_change("Point removed from hairline, centre")
    column.addWidget(undo)
    column.addWidget(
        InlineMessage(theme, TagState.CAUTION, "3 conditions carried over: penicillin-free lot", is_strip=True)
    )
    column.addWidget(
        InlineMessage(theme, TagState.INFORMATION, "One route on the first day, so a reaction can be traced.")
    )
    for role in ("display", "title", "section", "body", "small", "label"):
        column.addWidget(Label(theme, f"{role}: VEGF 血管内皮増殖因子", role=role))


class SamplePage(Page[str]):
    """A page with questions in it, to see the frame round it."""

    wants_gate = True

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        pane = ScrollPane()
        pane.add(SectionHeading(context.theme, "Allergy and earlier reactions", "3 of 3"))
        for number in range(14):
            row = QHBoxLayout()
            row.addWidget(Label(context.theme, "Blood pressure or heart rhythm out of control"), 1)
            segments = AnswerSegments(context.theme, context.words, f"X{number}")
            segments.setObjectName(f"x{number}")
            row.addWidget(segments)
            holder = QWidget()
            holder.setLayout(row)
            pane.add(holder)
        pane.add_stretch()
        self.set_body(pane)

    def derive(self) -> str:
        return "37 of 42 answered"

    def show_view(self, view: str) -> None:
        self.header.show_text("Examination 診察", view)

    def page_actions(self) -> PageActions:
        return PageActions(
            Action("Reason", lambda: self.page_requested.emit("step-1")),
            (Action("Next unanswered", lambda: None, key_hint="Ctrl ↓"),),
            Action("Continue to Explain", lambda: self.page_requested.emit("step-3")),
            ("Y", "N", "U"),
            "answer",
        )


def draw_window(app: QApplication, theme: Theme, catalogue: Catalogue, language: Language, folder: Path) -> None:
    """Draw the window with a stop at several sizes."""
    content = read_clinical_content(find_resources())
    executor = ManualExecutor()
    runner = JobRunner(executor)
    session = make_session(content, runner, lambda _: None, lambda: AT)
    consultation = Consultation("c1", AT)
    asked = [item for item in content.questionnaire.iter_items() if item.find_option(YES) is not None]
    for item in asked[:12]:
        consultation = with_answers(consultation, content, PATIENT, item.link_id, (YES,), "Aoki", AT)
    session.open_visit(PATIENT, consultation, CLINIC, PHYSICIAN)
    context = PageContext(theme, WindowLanguage(catalogue, language), session, runner, lambda: AT)
    window = MainWindow(context, app)
    for step in range(1, 8):
        window.register_step(step, lambda: SamplePage(context))
    window.register_page("patients", lambda: SamplePage(context), RailEntry("patients", "shell.consult"))
    window.go_to_step(2)
    window.show()
    for width, height in ((1440, 900), (1280, 800), (1024, 768), (960, 540)):
        window.resize(width, height)
        app.processEvents()
        window.stack.current_page.findChild(QWidget, "x1_N").setFocus()
        app.processEvents()
        window.grab().save(str(folder / f"window-{theme.scheme}-{language}-{width}.png"))
    window.resize(1024, 768)
    window._open_gate()
    window.gate.open_first_editor()
    app.processEvents()
    window.grab().save(str(folder / f"window-{theme.scheme}-{language}-gate.png"))
    window.close()
    runner.close()


def main(folder: Path) -> None:
    """Write every sheet as a PNG."""
    app = QApplication.instance() or make_application()
    resources = find_resources()
    theme = Theme(resources, app, Scheme.LIGHT)
    catalogue = read_catalogue(resources / "i18n")
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.set_scheme(scheme)
        for language in Language:
            sheet = make_sheet(theme, catalogue.in_language(language))
            sheet.resize(1440, 1100)
            sheet.show()
            app.processEvents()
            sheet.grab().save(str(folder / f"components-{scheme}-{language}.png"))
            sheet.close()
            draw_window(app, theme, catalogue, language, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

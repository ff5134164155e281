"""Shows every questionnaire of a folder in the real examination page, answers it, and reads its response in again.

Run it with QT_QPA_PLATFORM=offscreen. Any warning of Qt, any exception, a row without a part, a response that is no
FHIR by the word of another validator, or one that comes back different is a failure, named by file.
"""

import random
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from PySide6.QtCore import QEvent, qInstallMessageHandler
from PySide6.QtWidgets import QAbstractButton, QApplication

from stemsup_desktop.consultation.content import ClinicalContent, make_clinical_content
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.record import Clinic, Consultation, Physician
from stemsup_desktop.consultation.rules import RuleSet
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.attachments import make_attachment_answer
from stemsup_desktop.questionnaire.compare import get_number
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item, Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire
from stemsup_desktop.questionnaire.response import encode_response, make_response
from stemsup_desktop.questionnaire.response_reading import read_response
from stemsup_desktop.questionnaire.validation import is_refused
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.examination.view_model import RowKind, RowView
from stemsup_desktop.ui.session import Session, make_session
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import read_catalogue

NOW = datetime(2026, 1, 15, 9, tzinfo=UTC)
PATIENT = Patient(
    patient_id="p1",
    chart_number="1",
    name="山田 花子",
    kana="ヤマダ ハナコ",
    birth_date=date(1972, 4, 18),
    sex=Sex.FEMALE,
)
ROUNDS = 2
MOST_STEPS = 5_000


class Desk:
    """What every page is given, and the warnings of Qt."""

    def __init__(self, app: QApplication) -> None:
        resources = find_resources()
        self.app = app
        self.theme = Theme(resources, app, Scheme.LIGHT)
        self.language = WindowLanguage(read_catalogue(resources / "i18n"), Language.EN)
        self.runner = JobRunner(ManualExecutor())
        self.warnings: list[str] = []
        qInstallMessageHandler(self._note)
        # An exception in a slot does not come back through the event loop.
        sys.excepthook = lambda kind, error, _: self.warnings.append(f"{kind.__name__}: {error}")

    def _note(self, *told: object) -> None:
        # Qt's offscreen platform says this of every window with a minimum size.
        if "propagateSizeHints" not in str(told[-1]):
            self.warnings.append(str(told[-1]))

    def open_page(self, content: ClinicalContent) -> tuple[ExaminationPage, Session]:
        """Return the page of an empty visit, shown and built to its end."""
        session = make_session(content, self.runner, lambda _: None, lambda: NOW)
        session.open_visit(PATIENT, Consultation("c1", NOW), Clinic("Example"), Physician("Example"))
        context = PageContext(self.theme, self.language, session, self.runner, lambda: NOW)
        page = ExaminationPage(context, content, VaultAccess(self.runner, Path("no-vault"), lambda: NOW))
        page.resize(1024, 768)
        page.show()
        self.settle(page)
        return page, session

    def settle(self, page: ExaminationPage) -> None:
        """Let the page build and paint everything."""
        for _ in range(MOST_STEPS):
            self.app.processEvents()
            if page.is_built:
                self.app.processEvents()
                return
        raise RuntimeError("the page is never finished")


def main() -> None:
    """Check all `*.json` files of the folder named on the command line."""
    paths = sorted(Path(sys.argv[1]).glob("*.json"))
    if not paths:
        raise SystemExit("there are no questionnaires")
    desk = Desk(QApplication([]))
    failures: list[str] = []
    shown = answered = 0
    for path in paths:
        try:
            questionnaire = read_questionnaire(path.read_bytes(), path.name)
        except InputProblem as problem:
            failures.append(problem.sentence)
            continue
        shown += 1
        count, failure = check_questionnaire(desk, questionnaire, random.Random(path.name))
        answered += count
        if failure:
            failures.append(f"{path.name}: {failure}")
    print("\n".join(failures))
    print(f"{shown} questionnaires shown, {answered} answers given, {len(failures)} failures")
    raise SystemExit(1 if failures else 0)


def check_questionnaire(desk: Desk, questionnaire: Questionnaire, dice: random.Random) -> tuple[int, str]:
    """Show and answer a questionnaire; return how many answers were given, and what went wrong."""
    desk.warnings.clear()
    desk.language.set_language(dice.choice(list(Language)))
    content = make_clinical_content(questionnaire, RuleSet("0", ()))
    page, session = desk.open_page(content)
    try:
        answered = sum(answer_page(desk, page, dice) for _ in range(ROUNDS))
        faults = [*check_page(page), *check_response(questionnaire, session), *desk.warnings]
    except Exception as error:  # noqa: BLE001  (any exception is what is looked for)
        return 0, f"{type(error).__name__}: {error}"
    finally:
        page.close()
        page.deleteLater()
        session.close_visit()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return answered, "; ".join(faults)


def answer_page(desk: Desk, page: ExaminationPage, dice: random.Random) -> int:
    """Answer what is asked now by way of the editors, and add an occurrence here and there."""
    count = 0
    for row in list(page.derive().rows.values()):
        part = page.find_part(row.key)
        if row.kind is RowKind.ADD and dice.random() < 0.5:
            press_add(page, row)
        elif row.kind is RowKind.QUESTION and part is not None and part.editor is not None:
            answers = make_answers(row, dice)
            if answers and not row.item.is_read_only and not is_refused(row.item, answers):
                part.editor.answered.emit(answers)
                count += 1
        desk.settle(page)
    return count


def press_add(page: ExaminationPage, row: RowView) -> None:
    """Add an occurrence as the person would."""
    button = page.findChild(QAbstractButton, f"{row.link_id}_add")
    if isinstance(button, QAbstractButton) and button.isEnabled():
        button.click()


def check_page(page: ExaminationPage) -> list[str]:
    """Return the rows that have no part or whose part shows another row."""
    rows = page.derive().rows
    parts = {key: page.find_part(key) for key in rows}
    faults = [f"no part of {rows[key].name}" for key, part in parts.items() if part is None]
    return faults + [f"{rows[key].name} is stale" for key, part in parts.items() if part and part.row != rows[key]]


def check_response(questionnaire: Questionnaire, session: Session) -> list[str]:
    """Return what is lost between the response and reading it again."""
    responses = session.state.consultation.examination.responses
    surroundings = derive_surroundings(PATIENT, NOW.date())
    data = encode_response(make_response(questionnaire, responses, NOW, Language.EN, surroundings=surroundings))
    QuestionnaireResponse.model_validate_json(data)
    again = read_response(data, questionnaire, "response")
    twice = encode_response(make_response(questionnaire, again, NOW, Language.EN, surroundings=surroundings))
    form = derive_form(questionnaire, responses, surroundings)
    form_again = derive_form(questionnaire, again, surroundings)
    given = {
        (form.item_at(index).link_id, form.occurrences[index].place): form.values[index]
        for index in form.enabled_indices()
        if form.values[index] and not is_refused(form.item_at(index), form.values[index])
    }
    read = {
        (form_again.item_at(index).link_id, form_again.occurrences[index].place): form_again.values[index]
        for index in form_again.enabled_indices()
        if form_again.values[index]
    }
    faults = [] if data == twice else ["the response reads in again different"]
    return faults + [
        f"{link_id} is lost" for (link_id, _), answers in given.items() if not holds(read, link_id, answers)
    ]


def holds(
    read: dict[tuple[str, tuple[int, ...]], tuple[Answer, ...]], link_id: str, answers: tuple[Answer, ...]
) -> bool:
    """Say whether an item has as many answers somewhere; empty occurrences before it are not in a response."""
    return any(name == link_id and len(found) == len(answers) for (name, _), found in read.items())


def make_answers(row: RowView, dice: random.Random) -> tuple[Answer, ...]:
    """Return some answers to an item that are possible for most."""
    item = row.item
    options = row.options if row.options is not None else item.answer_options
    if options:
        count = dice.randint(1, min(len(options), 3)) if item.repeats else 1
        chosen = [option for option in dice.sample(options, count) if not option.is_exclusive or count == 1]
        return tuple(option.value for option in chosen)
    count = dice.randint(max(1, item.min_occurs or 1), max(2, item.min_occurs or 1)) if item.repeats else 1
    make = _MAKERS.get(item.type)
    return tuple(make(item, dice) for _ in range(count)) if make is not None else ()


def _make_text(item: Item, dice: random.Random) -> str:
    length = max(item.min_length or 1, min(item.max_length or 12, 12))
    return "".join(dice.choice("abc def 花子") for _ in range(length)).strip() or "x" * length


def _make_number(item: Item, dice: random.Random) -> Decimal:
    low = get_number(item.min_value) if item.min_value is not None else None
    high = get_number(item.max_value) if item.max_value is not None else None
    bottom = low if low is not None else (high - 10 if high is not None else Decimal(1))
    top = high if high is not None else bottom + 10
    return bottom + (top - bottom) * dice.randint(0, 4) / 4


def _make_quantity(item: Item, dice: random.Random) -> Answer:
    unit = dice.choice(item.unit_options) if item.unit_options else item.unit
    number = _make_number(item, dice)
    return QuantityAnswer(number, unit.text, unit.system, unit.code) if unit is not None else QuantityAnswer(number)


def _make_file(item: Item, dice: random.Random) -> Answer:
    kind = next((one for one in item.content_types if not one.endswith("*")), "image/png")
    return make_attachment_answer(f"{_make_text(item, dice)}.bin", kind, dice.randbytes(12))


_MAKERS: dict[ItemType, Callable[[Item, random.Random], Answer]] = {
    ItemType.BOOLEAN: lambda _, dice: BooleanAnswer(dice.random() < 0.7),
    ItemType.INTEGER: lambda item, dice: IntegerAnswer(int(_make_number(item, dice))),
    ItemType.DECIMAL: lambda item, dice: DecimalAnswer(_make_number(item, dice)),
    ItemType.QUANTITY: _make_quantity,
    ItemType.DATE: lambda _, dice: DateAnswer(date(2020, 1, 1) + timedelta(days=dice.randint(0, 2000))),
    ItemType.DATETIME: lambda _, dice: DateTimeAnswer(NOW - timedelta(minutes=dice.randint(0, 10**6))),
    ItemType.TIME: lambda _, dice: TimeAnswer(time(dice.randint(0, 23), dice.randint(0, 59))),
    ItemType.STRING: lambda item, dice: StringAnswer(_make_text(item, dice)),
    ItemType.TEXT: lambda item, dice: StringAnswer(_make_text(item, dice)),
    ItemType.OPEN_CHOICE: lambda item, dice: StringAnswer(_make_text(item, dice)),
    ItemType.ATTACHMENT: _make_file,
    ItemType.REFERENCE: lambda item, dice: ReferenceAnswer(display=_make_text(item, dice)),
    ItemType.URL: lambda _, dice: UriAnswer(f"https://example.org/{dice.randint(1, 99)}"),
}

if __name__ == "__main__":
    main()

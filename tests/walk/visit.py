"""One whole consultation by keyboard: what is typed, and the way through the seven steps."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from driver import ALT, CONTROL, Keyboard, wait
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    StringAnswer,
    UriAnswer,
)
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.answer_segments import Segment
from stemsup_desktop.ui.components.option_button import OptionButton
from stemsup_desktop.workspace import Workspace

PASSPHRASE = "brass lantern over the quiet harbour"
MODEL = "clear"
"""The example whose answers are typed."""


@dataclass(frozen=True)
class Person:
    """Who is entered."""

    name: str = "白石 拓也"
    kana: str = "シライシ タクヤ"
    birth_date: str = "1984-05-17"
    sex: str = "male"
    chart_number: str = "A-10231"


def read_model() -> Consultation:
    """Return the consultation whose answers are typed."""
    return read_consultation_file(find_resources() / "examples" / f"{MODEL}.json", date(2026, 11, 23)).consultation


def workspace_of(keys: Keyboard) -> Workspace:
    """Return the open workspace; raises LookupError while the vault is locked."""
    if keys.desktop.workspace is None:
        raise LookupError("the vault is not open")
    return keys.desktop.workspace


def record_of(keys: Keyboard) -> Consultation:
    """Return the record on screen."""
    return workspace_of(keys).session.state.consultation


def set_up(keys: Keyboard) -> None:
    """Go through the first run."""
    keys.part("first run")
    for name, text in (
        ("clinic_name", "Hinata Clinic"),
        ("clinic_phone", "03-0000-1111"),
        ("emergency_phone", "090-0000-2222"),
    ):
        keys.fill(name, text)
    keys.press(Qt.Key.Key_Return)
    keys.fill("physician_name", "Mori Naoto")
    keys.fill("licence_number", "123456")
    keys.press(Qt.Key.Key_Return)
    keys.fill("new_passphrase", PASSPHRASE)
    keys.fill("new_passphrase_again", PASSPHRASE)
    keys.tick("is_written_down")
    keys.tick("setup_continue")
    keys.until(lambda: keys.is_at("print_sheet"), "the offer of a recovery sheet", 60)
    keys.tick("setup_back")
    keys.until(lambda: keys.desktop.workspace is not None, "the workspace", 60)
    keys.until(lambda: keys.is_at("tour"), "the tour")
    keys.press(Qt.Key.Key_Escape)
    keys.until(lambda: keys.is_at("patients"), "the patients page")


def unlock(keys: Keyboard) -> None:
    """Open the vault with its passphrase."""
    keys.part("unlock")
    keys.type(PASSPHRASE)
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: keys.desktop.workspace is not None, "the workspace", 60)
    wait(300)


def add_patient(keys: Keyboard, person: Person) -> None:
    """Enter a new patient and start the consultation."""
    keys.part("patient")
    keys.main_action()
    keys.until(lambda: keys.is_at("name"), "the form")
    keys.fill("name", person.name)
    keys.fill("kana", person.kana)
    keys.fill("birth_date", person.birth_date)
    keys.pick("sex", person.sex)
    keys.fill("chart_number", person.chart_number)
    keys.tick("none_known")
    keys.pick("language", "ja")
    keys.main_action()
    keys.until(lambda: keys.is_at("start_consultation"), "the button that starts a consultation")
    keys.main_action()
    keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")
    wait(100)


def tell_reason(keys: Keyboard, model: Consultation) -> None:
    """Step 1."""
    keys.part("step 1 reason")
    complaint = model.reason.complaints[0]
    keys.tick(complaint.symptom_id)
    keys.fill(f"diagnosis:{complaint.symptom_id}", complaint.diagnosis)
    keys.fill(f"icd10:{complaint.symptom_id}", complaint.icd10)
    keys.reach(f"baseline_nrs:{complaint.symptom_id}")
    keys.type(str(complaint.baseline_nrs))
    keys.fill("goal", model.reason.goal)
    keys.main_action()


def examine(keys: Keyboard, model: Consultation) -> int:
    """Step 2: from one open question to the next until none is left; return how many were answered."""
    keys.part("step 2 examination")
    wait(1200)
    answers = {one.link_id: one.answers for one in model.examination.responses}
    answered: list[str] = []
    for _ in range(200):
        keys.press(Qt.Key.Key_Down, CONTROL)
        link_id = next((name for name in names_of_focus(keys) if name in answers), "")
        if not link_id:
            raise LookupError(f"no answer is known for {keys.name_focus()}")
        if link_id in answered:
            return len(answered)
        _answer(keys, link_id, answers[link_id])
        answered.append(link_id)
    raise LookupError("the examination does not end")


def names_of_focus(keys: Keyboard) -> list[str]:
    """Return the object names around the focus."""
    return [part.strip().removesuffix("_editor") for part in keys.name_focus().split(" < ")]


def _answer(keys: Keyboard, link_id: str, answers: tuple[Answer, ...]) -> None:
    focus = keys.focus
    first = answers[0]
    match focus:
        case OptionButton():
            for answer in answers:
                if isinstance(answer, CodingAnswer):
                    keys.tick(f"{link_id}_{answer.code}")
        case Segment():
            keys.choose(link_id, _code_of(first))
        case QComboBox():
            keys.pick(link_id, _code_of(first))
        case QLineEdit() | QPlainTextEdit():
            keys.type(_text_of(first))
        case _:
            raise LookupError(f"no way to answer {keys.name_focus()}")


def _code_of(answer: Answer) -> str:
    if isinstance(answer, BooleanAnswer):
        return "Y" if answer.value else "N"
    if isinstance(answer, CodingAnswer):
        return answer.code
    raise LookupError(f"{answer} is no choice")


def _text_of(answer: Answer) -> str:
    match answer:
        case StringAnswer() | UriAnswer():
            return answer.value
        case DateAnswer():
            return answer.value.isoformat()
        case _:
            value = getattr(answer, "value", "")
            return f"{value:f}" if isinstance(value, Decimal) else str(value)


def look_up(keys: Keyboard) -> str:
    """Find VEGF in the reference from where one is, and come back; return the title that was found."""
    keys.part("reference")
    keys.press(Qt.Key.Key_K, CONTROL)
    keys.until(lambda: keys.is_at("palette_search"), "the palette")
    keys.type("vegf")
    wait(400)
    keys.press(Qt.Key.Key_Return)
    wait(300)
    labels = [found for found in keys.window.findChildren(QLineEdit) if found.isVisible() and found.text() == "vegf"]
    shown = workspace_of(keys)._reference_place
    keys.step(3)
    return f"{shown}" if labels or shown else ""


def explain(keys: Keyboard, count: int = 3) -> None:
    """Step 3: tick the first pages."""
    keys.part("step 3 explanation")
    keys.reach("topics")
    for number in range(count):
        if number:
            keys.press(Qt.Key.Key_Down)
        keys.press(Qt.Key.Key_Space)
    keys.fill("questions_asked", "Does it work together with tablets?")
    keys.main_action()


def plan(keys: Keyboard, model: Consultation) -> None:
    """Step 4."""
    keys.part("step 4 plan")
    wished, product = model.plan, model.plan.product
    keys.fill("product.name", product.name)
    keys.pick("product.cell_source", str(product.cell_source))
    keys.fill("product.lot_number", product.lot_number)
    keys.fill("product.expires", "2030-03-31")
    keys.tick("route:intradermal")
    keys.choose("product.certificate.is_on_file", "Y")
    keys.choose("product.certificate.is_complete", "Y")
    keys.choose("product.certificate.has_failed_item", "N")
    keys.choose("product.certificate.is_research_use_only", "N")
    keys.choose("product.is_recalled", "N")
    keys.choose("product.had_temperature_excursion", "N")
    for name in ("maker", "approval_status", "procurement"):
        keys.fill(f"product.{name}", getattr(product, name))
    keys.press(Qt.Key.Key_BracketRight)
    for name in ("sessions", "interval_days"):
        keys.fill(name, str(getattr(wished, name)))
    keys.fill("fee_per_session_yen", "38,500")
    keys.fill("extra_fees_yen", "5,500")
    keys.tick("alternatives_explained")
    keys.tick("take_all_aftercare")
    keys.reach("site-map-face-front")
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Space)


def replace_person(name: str, kana: str) -> Person:
    """Return a person of another name."""
    return replace(Person(), name=name, kana=kana)


LANGUAGES = (Language.JA, Language.EN)


def consent(keys: Keyboard, printed: list[bytes]) -> None:
    """Step 5: print the form and record the signature in ink."""
    keys.part("step 5 consent")
    keys.step(5)
    keys.until(lambda: _can_print(keys), "a form that can be printed", 20)
    before = len(printed)
    keys.press(Qt.Key.Key_P, CONTROL)
    keys.until(lambda: len(printed) > before, "the printed form", 20)
    wait(300)
    keys.fill("consent.signed_on", "2026-11-23")
    keys.tick("consent.all_initials_present")
    keys.tick("consent.record")
    keys.until(lambda: record_of(keys).consent.signature is not None, "the signature in the record")
    keys.main_action()


def _can_print(keys: Keyboard) -> bool:
    return any(
        button.isVisible() and button.isEnabled() for button in keys.window.findChildren(QAbstractButton, "print")
    )


def treat(keys: Keyboard) -> None:
    """Step 6: what was done."""
    keys.part("step 6 treatment")
    keys.press(Qt.Key.Key_T, ALT)
    keys.fill("operator", "Mori Naoto")
    keys.fill("needle", "30G")
    keys.fill("drawn_up_ml", "1.5")
    keys.fill("started_at", "10:10")
    keys.fill("ended_at", "10:20")
    keys.fill("observed_until", "10:50")
    for site in record_of(keys).plan.sites:
        keys.fill(f"points:{site.site_id}", "8")
        keys.fill(f"volume_ml:{site.site_id}", "1.5")
    keys.tick("add_vitals:before")
    keys.fill("temperature_c:0", "36.4")
    keys.tick("no_reaction_observed")
    keys.main_action()


def summarise(keys: Keyboard, printed: list[bytes]) -> None:
    """Step 7: score, advice, next visit, and the summary on paper."""
    keys.part("step 7 summary")
    complaint = record_of(keys).reason.complaints[0]
    keys.reach(f"score:{complaint.symptom_id}")
    keys.type("5")
    keys.tick("summary.tick_planned")
    keys.fill("summary.next_visit_on", "2026-12-21")
    keys.until(lambda: _can_print(keys), "a summary that can be printed", 20)
    before = len(printed)
    keys.press(Qt.Key.Key_P, CONTROL)
    keys.until(lambda: len(printed) > before, "the printed summary", 20)
    wait(500)

"""The sheet for a nasal spray at home: the amount as the physician entered it, handling, units, teach-back, diary."""

from datetime import datetime

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.aftercare import Aftercare, Urgency, aftercare_for
from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_model import (
    Block,
    Bullets,
    Grid,
    Paragraph,
    SignatureLine,
    TickBox,
    WriteLine,
    WriteTable,
)
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.sheet_facing import SheetFacing
from stemsup_desktop.consultation.sheet_model import Sheet, SheetPart
from stemsup_desktop.consultation.sheet_text import SelfAdministrationText, UseQuestion
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.consultation.treatment_model import NasalRecord, UseAnswer
from stemsup_desktop.consultation.withdrawal import derive_taken_back
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text

_AMOUNT = Text("Your amount and times", "量と回数")
_AMOUNT_NOTE = Text("as your physician entered them", "医師の記入による")
_AMOUNT_LINE = Text("Amount and times, written by the physician", "量と回数（医師が書きます）")
_UNITS = Text("Handed out", "お渡ししたもの")
_UNIT_COLUMNS = (Text("Date", "日付"), Text("Units", "本数"), Text("Lot", "ロット"), Text("Use by", "期限"))
_UNIT_LINE = Text("Date, units, lot, use by", "日付・本数・ロット・期限")
_NOTHING_HANDED_OUT = Text("No units are recorded as handed out yet.", "お渡しした製品の記録はまだありません。")
_HANDLED = ("storing", "preparing", "using", "cleaning", "what-if")
_TEACH_BACK = Text("In your own words", "使い方の確認")
_TEACH_BACK_NOTE = Text("asked together, answered by you", "一緒に確認し、ご本人が答えます")
_ANSWER_COLUMNS = (Text("Question", "質問"), Text("Your answer", "お答え"), Text("When", "日時"))
_EXPLAINED_AGAIN = Text("{answer} (explained again)", "{answer}（もう一度説明しました）")
_GIVEN = Text("This sheet was given.", "この説明書をお渡ししました。")
_SHOWN = Text("Use was shown back.", "使い方を実際に見せていただきました。")
_DIARY = Text("Diary", "使用の記録")
_DIARY_COLUMNS = (
    Text("Date and time", "日時"),
    Text("Left or right", "左右"),
    Text("Anything you noticed", "気づいたこと"),
)
_DIARY_ROWS = 8
_SIGNATURES = Text("Signatures", "署名")
_PATIENT = Text("Patient", "ご本人")
_STAFF = Text("Instructed by", "説明した人")


def is_for_home_use(file: ConsultationFile) -> bool:
    """Tell whether a visit plans or records a nasal spray, so that there can be a sheet for home."""
    consultation = file.consultation
    return Route.INTRANASAL in consultation.plan.routes or consultation.treatment.nasal is not None


def derive_self_administration(
    file: ConsultationFile, text: SelfAdministrationText, aftercare: Aftercare, language: Language
) -> Sheet:
    """Return the sheet in one language; an amount stands on it only as the physician entered it.

    Raises `InputProblem` no-home-use where no nasal spray is planned or recorded, and consent-taken-back once the
    consent was taken back.
    """
    if not is_for_home_use(file):
        raise InputProblem("no-home-use", "No nasal spray is planned or recorded in this visit.")
    if derive_taken_back(file.consultation.consent).closing is not None:
        raise InputProblem("consent-taken-back", "The consent was taken back: no sheet for use at home is produced.")
    facing, form = SheetFacing(file, language), text.form
    nasal = file.consultation.treatment.nasal or NasalRecord()
    started = format_date(file.consultation.started_at.date(), language)
    return Sheet(
        language=language,
        title=facing.say(form.title),
        subtitle=facing.say(form.subtitle),
        form_id=form.id,
        form_version=form.version,
        who=facing.who((labels.PHYSICIAN, file.physician.name), (labels.VISIT_ON, started)),
        parts=(
            _amount(facing),
            _units(facing, nasal),
            *(facing.part(form.get_section(name)) for name in _HANDLED),
            facing.part(form.get_section("stop"), *_calls(facing, aftercare)),
            _teach_back(facing, nasal, text),
            _diary(facing),
        ),
        signatures_heading=facing.say(_SIGNATURES),
        signatures=(
            _sign(facing, _PATIENT, form.statements["patient"], file.patient.name, SignerRole.PATIENT),
            _sign(facing, _STAFF, form.statements["staff"], "", SignerRole.WITNESS),
        ),
    )


def _sign(facing: SheetFacing, role: Text, statement: Text, name: str, code: SignerRole) -> SignatureLine:
    return SignatureLine(facing.say(role), facing.say(statement), name, is_required=True, code=code)


def is_right(answer: UseAnswer, text: SelfAdministrationText) -> bool | None:
    """Tell whether an answer is right, None for a question or version that the text no longer has."""
    question = text.find_question(answer.question_id)
    if question is None or question.version != answer.question_version:
        return None
    return answer.option_id == question.right


def make_answer(question: UseQuestion, option_id: str, language: Language, at: datetime) -> UseAnswer:
    """Return an attempt to keep."""
    return UseAnswer(question.id, question.version, option_id, language, at)


def _amount(facing: SheetFacing) -> SheetPart:
    entered = facing.file.consultation.plan.home_use
    block: Block = WriteLine(facing.say(_AMOUNT_LINE)) if is_blank(entered) else Paragraph(entered, is_strong=True)
    return SheetPart(facing.say(_AMOUNT), (block,), "" if is_blank(entered) else facing.say(_AMOUNT_NOTE))


def _units(facing: SheetFacing, nasal: NasalRecord) -> SheetPart:
    language = facing.language
    rows = tuple(
        (
            format_date(one.dispensed_on, language),
            f"{one.units}",
            one.lot_number,
            "" if one.use_by is None else format_date(one.use_by, language),
        )
        for one in nasal.dispensed
    )
    if rows:
        return SheetPart(facing.say(_UNITS), (Grid(tuple(map(facing.say, _UNIT_COLUMNS)), rows, (1,)),))
    lines = (Paragraph(facing.say(_NOTHING_HANDED_OUT)), WriteLine(facing.say(_UNIT_LINE)))
    return SheetPart(facing.say(_UNITS), lines)


def _calls(facing: SheetFacing, aftercare: Aftercare) -> tuple[Block, ...]:
    blocks: list[Block] = []
    items = aftercare_for(aftercare, (Route.INTRANASAL,))
    for urgency in (Urgency.AT_ONCE, Urgency.SAME_DAY):
        lines = tuple(facing.say(item.text) for item in items if item.urgency is urgency)
        if lines:
            heading = facing.say(aftercare.headings.get_heading(urgency))
            blocks += [Paragraph(heading, is_strong=True), Bullets(lines)]
    return tuple(blocks)


def _teach_back(facing: SheetFacing, nasal: NasalRecord, text: SelfAdministrationText) -> SheetPart:
    # What is not recorded yet is a box for a pen: a sheet that goes home does not say that it was not given.
    given = TickBox(facing.say(_GIVEN), is_ticked=nasal.instruction_given)
    shown = TickBox(facing.say(_SHOWN), is_ticked=nasal.teach_back_done)
    rows = tuple(_answer_row(facing, answer, text) for answer in nasal.answers)
    asked = {answer.question_id for answer in nasal.answers}
    grid = (Grid(tuple(map(facing.say, _ANSWER_COLUMNS)), rows),) if rows else ()
    left = [block for question in text.questions if question.id not in asked for block in _ask(facing, question)]
    return SheetPart(facing.say(_TEACH_BACK), (given, shown, *grid, *left), facing.say(_TEACH_BACK_NOTE))


def _answer_row(facing: SheetFacing, answer: UseAnswer, text: SelfAdministrationText) -> tuple[str, ...]:
    question = text.find_question(answer.question_id)
    asked, words = answer.question_id, answer.option_id
    if question is not None:
        asked = facing.say(question.question)
        words = next((facing.say(one.text) for one in question.options if one.id == answer.option_id), words)
    if is_right(answer, text) is False:
        words = facing.say(_EXPLAINED_AGAIN).format(answer=words)
    return asked, words, facing.say_moment(answer.answered_at)


def _ask(facing: SheetFacing, question: UseQuestion) -> tuple[Block, ...]:
    options = (TickBox(facing.say(option.text), is_ticked=False) for option in question.options)
    return (Paragraph(facing.say(question.question), is_strong=True), *options)


def _diary(facing: SheetFacing) -> SheetPart:
    return SheetPart(facing.say(_DIARY), (WriteTable(tuple(map(facing.say, _DIARY_COLUMNS)), _DIARY_ROWS),))

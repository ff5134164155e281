"""The papers around a consent: what stands on them, what keeps them back, and what never does."""

import hashlib
import io
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import msgspec
import pdfplumber
import pikepdf
import pytest
from documents.document_builders import (
    ANSWERED,
    CLEAR,
    DISPENSED,
    LANGUAGES,
    MADE_AT,
    empty_file,
    fonts,
    full_file,
    with_verdict,
)
from documents.document_builders import make_request as make_dated_request
from documents.pdf_checks import find_pdf_faults
from documents.pdf_reading import faults_of_layout, read_body, squeeze
from documents.structure_linter import find_structure_faults
from shipped import get_content

from stemsup_desktop.consultation.addendum import LONGEST_TEXT, Addendum, AddendumFile, Original
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_model import Facts, TickBox
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.record import ConsultationFile, GivenConsent
from stemsup_desktop.consultation.self_administration import derive_self_administration
from stemsup_desktop.consultation.signing_model import Ink, InkPoint, SignerRole, Withdrawal
from stemsup_desktop.consultation.treatment_model import NasalRecord
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.styles import LEFT, MM, WIDTH
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_follow import render_addendum, render_withdrawal_slip
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import list_papers, render_paper

SIGNATURE = GivenConsent("CNS-2026-00418", date(2026, 11, 17), "P", "D", True, "0", form_version="7.3")
WHOLE = Withdrawal(
    "CNS-2026-00418", MADE_AT, SignerRole.PATIENT, "山田 花子", reason="I moved away", recorded_by="看護 春子"
)
SEALED = b"%PDF-1.7 the sealed original\r\n%%EOF\n and what was added \0\xff %%EOF"
ORIGINAL = Original("SUM-2026-00031", "summary", MADE_AT, hashlib.sha256(SEALED).hexdigest())
ADDENDUM = Addendum(
    ORIGINAL, "青木 誠", MADE_AT, "A number was wrong.", "The lot is L-2.\n<b>Nothing</b> else & no more."
)


@cache
def content() -> Content:
    return get_content()


def with_consent(file: ConsultationFile, *withdrawals: Withdrawal) -> ConsultationFile:
    consent = msgspec.structs.replace(
        file.consultation.consent, signature=SIGNATURE, declined=None, withdrawals=withdrawals
    )
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, consent=consent))


def with_home_use(file: ConsultationFile, home_use: str = "", **nasal: object) -> ConsultationFile:
    visit = file.consultation
    plan = msgspec.structs.replace(visit.plan, routes=(Route.INTRANASAL,), home_use=home_use)
    treatment = msgspec.structs.replace(visit.treatment, nasal=NasalRecord(**nasal) if nasal else None)
    visit = msgspec.structs.replace(visit, plan=plan, treatment=treatment)
    return msgspec.structs.replace(file, consultation=visit)


def render(
    paper: Paper, file: ConsultationFile, language: Language | LanguageForm, gate: Gate = CLEAR
) -> RenderedDocument:
    request = make_dated_request(language, "WDS-2026-00007")
    return render_paper(paper, file, gate, content(), fonts(), request)


def slip(withdrawal: Withdrawal, language: Language, gate: Gate = CLEAR) -> str:
    return read_body(render(Paper.WITHDRAWAL, with_consent(empty_file(), withdrawal), language, gate).pdf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_says_what_was_taken_back_of_which_consent_by_whom_and_what_follows(language: Language) -> None:
    body = slip(WHOLE, language)
    for fact in ("CNS-2026-00418", "7.3", "山田 花子", "看護 春子", "I moved away"):
        assert squeeze(fact) in body
    form = content().sheets.withdrawal
    for section in ("effect-whole", "kept"):
        for item in form.get_section(section).items:
            assert squeeze(item.in_language(language)) in body
    assert squeeze(form.statements["patient"].in_language(language)) in body
    assert squeeze(form.get_section("effect-choice").items[0].in_language(language)) not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_of_parts_names_each_and_says_what_follows_of_each_kind(language: Language) -> None:
    titles = content().clause_titles
    clause = next(iter(titles))
    body = slip(msgspec.structs.replace(WHOLE, scope=("teaching", clause, "gone-clause")), language)
    form = content().sheets.withdrawal
    assert squeeze(titles[clause].in_language(language)) in body
    assert "gone-clause" in body
    for section, is_there in (("effect-part", True), ("effect-choice", True), ("effect-whole", False)):
        assert (squeeze(form.get_section(section).items[0].in_language(language)) in body) == is_there


def test_a_guardian_signs_the_guardians_sentence() -> None:
    body = slip(msgspec.structs.replace(WHOLE, by_role=SignerRole.GUARDIAN), Language.EN)
    assert squeeze(content().sheets.withdrawal.statements["guardian"].en) in body
    assert squeeze(content().sheets.withdrawal.statements["patient"].en) not in body


@pytest.mark.parametrize("verdict", list(Verdict))
def test_nothing_keeps_a_slip_or_an_addendum_back(verdict: Verdict) -> None:
    gate = with_verdict(verdict)
    file = with_consent(full_file(), WHOLE)
    document = render(Paper.WITHDRAWAL, file, Language.JA, gate)
    assert not document.is_draft
    request = make_dated_request(Language.JA, "WDS-2026-00007")
    assert render_withdrawal_slip(file, WHOLE, content(), fonts(), request).sha256 == document.sha256
    assert not add(ADDENDUM, Language.JA, file).is_draft


def test_a_stop_keeps_the_sheet_for_home_back_and_an_open_gate_makes_it_a_draft() -> None:
    file = with_home_use(empty_file())
    with pytest.raises(InputProblem) as caught:
        render(Paper.SELF_ADMINISTRATION, file, Language.EN, with_verdict(Verdict.STOP))
    assert caught.value.code == "stop-stands"
    assert render(Paper.SELF_ADMINISTRATION, file, Language.EN, with_verdict(Verdict.NOT_COMPLETE)).is_draft
    assert not render(Paper.SELF_ADMINISTRATION, file, Language.EN).is_draft


def test_there_is_no_sheet_for_home_without_a_spray_or_after_the_consent_was_taken_back() -> None:
    taken_back = with_home_use(with_consent(empty_file(), WHOLE))
    for file, code in ((empty_file(), "no-home-use"), (taken_back, "consent-taken-back")):
        with pytest.raises(InputProblem) as caught:
            render(Paper.SELF_ADMINISTRATION, file, Language.EN)
        assert caught.value.code == code
        assert Paper.SELF_ADMINISTRATION not in list_papers(file)
    choice = msgspec.structs.replace(WHOLE, scope=("photographs",))
    assert Paper.SELF_ADMINISTRATION in list_papers(with_home_use(with_consent(empty_file(), choice)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_for_home_says_how_to_handle_it_what_was_handed_out_and_what_was_answered(
    language: Language,
) -> None:
    file = with_home_use(empty_file(), "2 puffs, mornings", dispensed=DISPENSED, answers=ANSWERED, teach_back_done=True)
    body = read_body(render(Paper.SELF_ADMINISTRATION, file, language).pdf)
    text = content().sheets.self_administration
    for name in ("storing", "preparing", "using", "cleaning", "what-if"):
        for item in text.form.get_section(name).items:
            assert squeeze(item.in_language(language)) in body
    for fact in ("2puffs,mornings", "UC-2608-03"):
        assert fact in body
    missed = text.questions[0]
    assert body.count(squeeze(missed.question.in_language(language))) == 2, "every attempt stands there"
    assert squeeze(text.questions[1].question.in_language(language)) in body, "and what is still to be asked"
    urgent = next(item for item in content().aftercare.items if item.id == "intranasal-wheezing")
    assert squeeze(urgent.text.in_language(language)) in body


@pytest.mark.parametrize("is_recorded", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_recorded_yet_is_a_box_to_tick_and_never_a_no(language: Language, is_recorded: bool) -> None:
    file = with_home_use(empty_file(), instruction_given=is_recorded, teach_back_done=is_recorded)
    sheet = derive_self_administration(file, content().sheets.self_administration, content().aftercare, language)
    blocks = sheet.parts[-2].blocks
    given, shown = blocks[:2]
    assert isinstance(given, TickBox)
    assert isinstance(shown, TickBox)
    assert given.is_ticked is shown.is_ticked is is_recorded
    assert not any(isinstance(block, Facts) for block in blocks)
    assert squeeze(given.text) in read_body(render(Paper.SELF_ADMINISTRATION, file, language).pdf)


@pytest.mark.parametrize("language", list(LanguageForm))
def test_the_diary_has_a_place_for_day_side_and_what_was_noticed_in_every_row(language: LanguageForm) -> None:
    with pdfplumber.open(
        io.BytesIO(render(Paper.SELF_ADMINISTRATION, with_home_use(empty_file()), language).pdf)
    ) as pdf:
        page = next(page for page in pdf.pages if _find_headings(page, language))
        headings = _find_headings(page, language)
        top, bottom = headings[0]["bottom"], min(rect["top"] for rect in page.rects if rect["height"] > 40 * MM)
        rules = sorted(
            line["top"] for line in page.lines if top - 4 < line["top"] < bottom and line["width"] > 170 * MM
        )
    assert len(rules) == 9
    assert all(below - above >= 8 * MM - 0.1 for above, below in pairwise(rules))
    starts = [one["x0"] for one in headings]
    assert all(right - left >= 30 * MM for left, right in pairwise([*starts, LEFT + WIDTH]))


def _find_headings(page: pdfplumber.page.Page, language: LanguageForm) -> list[dict[str, float]]:
    """Return where the headings of the diary stand, in the leading language."""
    wanted = {"ja": ("日時", "左右", "気づいたこと"), "en": ("Date and time", "Left or right", "Anything you noticed")}
    said = wanted[language.languages[0].value]
    found = [found for one in said for found in page.search(one, regex=False)]
    return [one for one in found if one["bottom"] - one["top"] < 10] if len(found) >= len(said) else []


def test_the_program_enters_no_amount_for_use_at_home() -> None:
    """What was given in the clinic is no amount for home: without the physician's words there is a line to write."""
    file = with_home_use(empty_file(), sprays_per_nostril=7, units_dispensed=9)
    body = read_body(render(Paper.SELF_ADMINISTRATION, file, Language.EN).pdf)
    amount = body[body.index("1Youramountandtimes") : body.index("2Handedout")]
    assert amount == "1YouramountandtimesAmountandtimes,writtenbythephysician"


def add(
    addendum: Addendum, language: Language | LanguageForm, file: ConsultationFile | None = None
) -> RenderedDocument:
    request = make_dated_request(language, "ADD-2026-00001")
    return render_addendum(AddendumFile(file or empty_file(), addendum), SEALED, content(), fonts(), request)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_addendum_names_original_author_reason_and_text_as_they_are(language: Language) -> None:
    document = add(ADDENDUM, language, full_file())
    body = read_body(document.pdf)
    for fact in ("SUM-2026-00031", ORIGINAL.sha256, "青木 誠", "A number was wrong.", "The lot is L-2."):
        assert squeeze(fact) in body
    assert "<b>Nothing</b>else&nomore." in body
    assert add(ADDENDUM, language, full_file()).pdf == document.pdf


def test_an_addendum_carries_the_original_file_byte_for_byte_and_no_other() -> None:
    document = add(ADDENDUM, Language.JA)
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
        assert {name for name in pdf.attachments if name != "record.json"} == {"SUM-2026-00031.pdf"}
        assert pdf.attachments["SUM-2026-00031.pdf"].get_file().read_bytes() == SEALED
    other = msgspec.structs.replace(ADDENDUM, original=msgspec.structs.replace(ORIGINAL, sha256="0" * 64))
    with pytest.raises(ValueError, match="original"):
        add(other, Language.JA)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_is_tagged_archivable_and_within_its_margins(language: Language) -> None:
    ink = Ink(8000, 1900, ((InkPoint(100, 200, 0, 500), InkPoint(4000, 1500, 40, 600), InkPoint(7000, 300, 90, 400)),))
    signed = msgspec.structs.replace(WHOLE, ink=ink, scope=("teaching",))
    home = with_home_use(full_file(), dispensed=DISPENSED, answers=ANSWERED)
    home = msgspec.structs.replace(home, consultation=with_consent(home).consultation)
    documents = (
        render(Paper.WITHDRAWAL, with_consent(full_file(), WHOLE), language),
        render(Paper.WITHDRAWAL, with_consent(empty_file(), signed), language),
        render(Paper.SELF_ADMINISTRATION, home, language),
        render(Paper.SELF_ADMINISTRATION, with_home_use(empty_file()), language, with_verdict(Verdict.NOT_COMPLETE)),
        add(ADDENDUM, language, full_file()),
    )
    for document in documents:
        assert find_pdf_faults(document.pdf) == []
        assert find_structure_faults(document.pdf) == []
        assert faults_of_layout(document.pdf) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"author": " "}, "addendum-incomplete"),
        ({"reason": "\u3000"}, "addendum-incomplete"),
        ({"text": "\u200b"}, "addendum-incomplete"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "addendum-long"),
    ],
)
def test_an_addendum_without_author_reason_or_text_is_none(changes: dict[str, str], code: str) -> None:
    addendum = msgspec.structs.replace(ADDENDUM, **changes)
    with pytest.raises(InputProblem) as caught:
        add(addendum, Language.EN)
    assert caught.value.code == code


def test_what_has_no_subject_is_refused_by_name() -> None:
    for paper, code in ((Paper.WITHDRAWAL, "no-withdrawal"), (Paper.ADDENDUM, "addendum-alone")):
        with pytest.raises(InputProblem) as caught:
            render(paper, empty_file(), Language.EN)
        assert caught.value.code == code
        assert paper not in list_papers(empty_file())
    assert Paper.WITHDRAWAL in list_papers(with_consent(empty_file(), WHOLE))


def test_the_summary_says_what_was_taken_back_and_counts_a_choice_as_no() -> None:
    later = msgspec.structs.replace(
        WHOLE, scope=("teaching",), withdrawn_at=MADE_AT + timedelta(days=3), slip_number="WDS-2026-00003"
    )
    file = with_consent(full_file(), later)
    body = read_body(render(Paper.SUMMARY, file, Language.EN).pdf)
    for fact in ("20 Nov 2026, 11:52", "山田 花子 (patient)", "WDS-2026-00003", "Use in teaching"):
        assert squeeze(fact) in body

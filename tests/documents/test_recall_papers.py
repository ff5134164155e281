"""The papers of a recall: a list for the clinic to the last point, and a letter to each patient in their language."""

import io
from collections import Counter
from decimal import Decimal

import msgspec
import pikepdf
import pytest
from consultation.lots.recall_builders import (
    ENTRY,
    NOW,
    NUMBER,
    TREATMENT,
    list_volumes,
    make_contact,
    make_patient,
    make_recall,
    make_recipient,
)
from documents.document_builders import LANGUAGES, fonts
from documents.pdf_checks import find_pdf_faults
from documents.pdf_reading import faults_of_layout, printed, read_body, read_pages, squeeze
from documents.read_aloud import read_aloud
from shipped import get_content

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.lots import recall_words as said
from stemsup_desktop.consultation.lots.recall_letter import RecallNotice, make_notice
from stemsup_desktop.consultation.lots.recall_list import RecallList, make_recall_list
from stemsup_desktop.consultation.lots.recall_text import RecallFacing
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.joining import join_letters
from stemsup_desktop.documents.recall_list import name_recall_list, render_recall_list
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.recall_papers import RECORD_NAME, LetterOrder, make_letter

CLINIC = Clinic("見本クリニック", "Sample Clinic", "東京都港区5-5-5", "03-1111-2222", "090-9999-0000")
PHYSICIAN = Physician("青木 健", "123", "Ken Aoki")


@pytest.fixture(scope="module")
def content() -> Content:
    return get_content()


def render_list(content: Content, recall: RecallList, language: Language) -> RenderedDocument:
    return render_recall_list(recall, RecallFacing(content.names, language), CLINIC, NOW, fonts())


def write(content: Content, language: Language, recall: RecallList | None = None) -> RenderedDocument:
    recall = recall or make_recall(make_recipient(patient=make_patient(language=language)))
    notice = make_notice(recall, recall.people[0], CLINIC, PHYSICIAN)
    return make_letter(
        LetterOrder("RCL-2026-00001", notice, "visit-1", "m", NOW, AuditHead(3, "a" * 64)), content, fonts()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_says_everything_of_lot_and_patients_on_pages_that_name_the_lot(
    content: Content, language: Language
) -> None:
    people = [make_recipient(patient=make_patient(f"p{place}")) for place in range(4)]
    document = render_list(content, make_recall(*people, contacts=(make_contact("p2", was_reached=True),)), language)
    assert find_pdf_faults(document.pdf) == []
    assert faults_of_layout(document.pdf) == []
    body = read_body(document.pdf)
    facts = ("Particles in two vials", "Letter of the maker", "Dr Aoki", "Maker KK", "A-p3", "東京都港区1-2-3")
    assert [fact for fact in facts if printed(fact) not in body] == []
    assert printed(said.SUBTITLE.in_language(language)) in body
    pages = read_pages(document.pdf)
    assert len(pages) > 1
    assert all(NUMBER in page and said.FOOT.in_language(language) in page for page in pages)
    headings = [one.words for one in read_aloud(document.pdf) if one.tag == "H2"]
    assert [heading.split()[0] for heading in headings] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_volume_stands_on_the_list_as_it_was_entered(content: Content, language: Language) -> None:
    volumes = [f"0.{place:02}" for place in range(1, 40)]
    point = TREATMENT.sites[0].marked[0]
    marked = tuple(msgspec.structs.replace(point, volume_ml=Decimal(one)) for one in volumes)
    sites = (msgspec.structs.replace(TREATMENT.sites[0], marked=marked), TREATMENT.sites[1])
    treatment = msgspec.structs.replace(TREATMENT, sites=sites)
    cells = [
        one.words for one in read_aloud(render_list(content, make_recall(make_recipient(treatment)), language).pdf)
    ]
    text = squeeze(" ".join(cells))
    assert [one for place, one in enumerate(volumes, 1) if f"{place}:{one}" not in text] == []
    assert [str(one) for one in list_volumes(treatment) if str(one) not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_nobody_and_of_a_lot_in_no_book_says_so(content: Content, language: Language) -> None:
    body = read_body(render_list(content, make_recall_list("ＨＫ 1/../x", None, ()), language).pdf)
    assert printed(said.NOBODY.in_language(language)) in body
    assert printed(said.NOT_IN_BOOK.in_language(language)) in body
    assert name_recall_list(make_recall_list("ＨＫ 1/../x", None, ()), NOW) == "RECALL-1----x-20261123-1030"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_what_was_given_and_what_to_do_and_conforms(content: Content, language: Language) -> None:
    document = write(content, language)
    assert find_pdf_faults(document.pdf) == []
    assert faults_of_layout(document.pdf) == []
    assert document.missing_characters == ()
    body = read_body(document.pdf)
    form = content.sheets.recall_letter
    facts = [
        "Particles in two vials",
        "Letter of the maker",
        "03-1111-2222",
        "090-9999-0000",
        NUMBER,
        "東京都港区1-2-3",
    ]
    facts += [item.in_language(language) for section in form.sections for item in section.items]
    facts += [content.names.sites["front-l"].in_language(language), "0.60 mL", "5.00 mL", "0.2 mL"]
    assert [fact for fact in facts if printed(fact) not in body] == []
    if language is Language.JA:
        whole = "".join(read_pages(document.pdf))
        places = [whole.index(word) for word in ("拝啓", "敬具", "\n記\n", "以上")]
        assert places == sorted(places)
        assert "佐藤 美咲 様" in whole
    else:
        assert squeeze("Dear Misaki Sato,") in body
        assert squeeze("Yours sincerely,") in body


def test_a_letter_speaks_only_of_the_routes_by_which_the_lot_was_given(content: Content) -> None:
    drip = msgspec.structs.replace(TREATMENT, sites=(), nasal=None, vials=())
    patient = make_patient(language=Language.EN)
    body = read_body(write(content, Language.EN, make_recall(make_recipient(drip, patient))).pdf)
    form = content.sheets.recall_letter
    assert squeeze(form.get_section("watch-intravenous").heading.en) in body
    for section in ("watch-intradermal", "watch-intranasal", "home"):
        assert squeeze(form.get_section(section).heading.en) not in body


def test_a_letter_carries_what_it_was_written_from(content: Content) -> None:
    with pikepdf.open(io.BytesIO(write(content, Language.JA).pdf)) as pdf:
        data = pdf.attachments[RECORD_NAME].get_file().read_bytes()
    notice = msgspec.json.decode(data, type=RecallNotice)
    assert notice.recall.reason == "Particles in two vials"
    assert notice.patient == make_patient()
    volumes = Counter(point.volume_ml for use in notice.visits[0].uses for site in use.sites for point in site.marked)
    assert volumes == {Decimal("0.05"): 2, Decimal("0.10"): 1}
    assert b"0.10" in data


def test_a_clinic_without_telephone_says_so_instead_of_leaving_a_gap(content: Content) -> None:
    recall = make_recall()
    notice = make_notice(recall, recall.people[0], Clinic("見本クリニック"), PHYSICIAN)
    document = make_letter(
        LetterOrder("RCL-2026-00001", notice, "v", "m", NOW, AuditHead(3, "a" * 64)), content, fonts()
    )
    assert squeeze("クリニック：（未記入）") in read_body(document.pdf)


def test_without_a_recall_there_is_nothing_to_write(content: Content) -> None:
    lot = msgspec.structs.replace(ENTRY.lot, recalls=())
    for entry in (None, msgspec.structs.replace(ENTRY, lot=lot)):
        recall = make_recall_list(NUMBER, entry, [make_recipient()])
        with pytest.raises(InputProblem) as caught:
            make_notice(recall, recall.people[0], CLINIC, PHYSICIAN)
        assert caught.value.code == "recall-not-standing"


def test_letters_for_the_printer_never_share_a_sheet(content: Content) -> None:
    odd, even = _pages(1), _pages(2)
    with pikepdf.open(io.BytesIO(join_letters([odd, even, odd]))) as joined:
        assert len(joined.pages) == 6
    letters = [write(content, language).pdf for language in Language]
    with pikepdf.open(io.BytesIO(join_letters(letters))) as joined:
        assert "/StructTreeRoot" not in joined.Root
        assert len(joined.pages) % 2 == 0


def _pages(count: int) -> bytes:
    pdf, out = pikepdf.Pdf.new(), io.BytesIO()
    for _ in range(count):
        pdf.add_blank_page()
    pdf.save(out)
    return out.getvalue()

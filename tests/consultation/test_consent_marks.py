"""A form that follows an earlier consent marks what is new and what was reworded, in words."""

import msgspec
import pytest
from consultation.consent_builders import CLEAR, NAMES, all_words, list_clauses, make_file, shipped_text, with_consent
from consultation.form_builders import reword, say, with_form, with_new_clause
from consultation.test_earlier_consent import SIGNED, SIGNED_ON, follow

from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.consent_clauses import ClauseText
from stemsup_desktop.consultation.consent_marks import MARK_WORDS
from stemsup_desktop.consultation.consent_model import AssembledConsent, ClauseMark
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.earlier_consent import with_given_consent, with_signature_as_earlier
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.language import Language, Text

VERSION = "2026-11/clinic-1"
NEW = ClauseText("clinic-notice", VERSION, Text("Parking", "駐車場"), say("None.", "ありません。"), "proposal")
NEWER = with_form(
    with_new_clause(
        reword(shipped_text(), "risk-unknown", VERSION, blocks=say("Nobody knows.", "わかっていません。")), NEW
    ),
    version=VERSION,
)


def assemble(file: ConsultationFile, text: ConsentText, language: Language = Language.EN) -> AssembledConsent:
    return derive_consent(file, CLEAR, text, NAMES, language)


@pytest.mark.parametrize("language", Language)
def test_what_is_new_or_reworded_since_the_earlier_consent_is_marked(language: Language) -> None:
    consent = assemble(follow(make_file()), NEWER, language)
    marks = {clause.clause_id: clause.mark for clause in list_clauses(consent)}
    assert marks.pop("clinic-notice") is ClauseMark.NEW
    assert marks.pop("risk-unknown") is ClauseMark.REWORDED
    assert set(marks.values()) == {ClauseMark.UNCHANGED}
    assert consent.marked_since == SIGNED_ON
    assert ("22 Sep 2026" if language is Language.EN else "2026年9月22日") in consent.marks_note


def test_where_no_wording_changed_the_form_says_so() -> None:
    consent = assemble(follow(make_file(sessions=9)), shipped_text())
    assert consent.marks_note.startswith("No clause is new or reworded")


def test_a_first_consent_marks_nothing() -> None:
    consent = assemble(make_file(), shipped_text())
    assert (consent.marked_since, consent.marks_note) == (None, "")
    assert {clause.mark for clause in list_clauses(consent)} == {ClauseMark.NONE}


def test_a_consent_whose_clauses_are_not_known_marks_nothing() -> None:
    signature = msgspec.structs.replace(SIGNED.consultation.consent.signature, agreed_clauses=())
    consent = assemble(follow(make_file(), with_consent(SIGNED, signature=signature)), NEWER)
    assert consent.marked_since is None
    assert consent.marks_note == ""


def test_the_marks_are_part_of_the_text_that_is_signed() -> None:
    marked, bare = assemble(follow(make_file()), NEWER), assemble(make_file(), NEWER)
    assert marked.text_sha256 != bare.text_sha256
    assert marked.basis_sha256 == bare.basis_sha256
    assert all_words(marked) == all_words(bare)


def test_an_outdated_signature_of_the_same_visit_is_what_the_next_form_is_marked_against() -> None:
    anew = msgspec.structs.replace(SIGNED, consultation=with_signature_as_earlier(SIGNED.consultation))
    assert assemble(anew, NEWER).marked_since == SIGNED_ON
    signature = msgspec.structs.replace(SIGNED.consultation.consent.signature, document_number="CNS-2026-00002")
    signed = with_given_consent(SIGNED.consultation, signature, is_outdated=True)
    assert signed.consent.signature == signature
    assert signed.consent.earlier == anew.consultation.consent.earlier
    corrected = with_given_consent(SIGNED.consultation, signature, is_outdated=False)
    assert corrected.consent.earlier is None


def test_every_mark_that_is_printed_has_words() -> None:
    assert set(MARK_WORDS) == {ClauseMark.NEW, ClauseMark.REWORDED}

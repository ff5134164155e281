"""A form in both languages: either of them may be read, every mark is bound to the one that was, and no interpreter."""

import msgspec
import pytest
from consultation.consent_builders import CLEAR, shipped_text, with_consent, with_patient
from consultation.signing_builders import (
    NAME_INK,
    SIGNED,
    assemble,
    look,
    make_japanese_file,
    minute,
    prepare,
    sign,
    state_of,
    take,
)

from stemsup_desktop.consultation.history_values import say_new, say_old
from stemsup_desktop.consultation.record import Consent
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.consultation.signing_changes import Signer, with_signature
from stemsup_desktop.consultation.signing_entries import MarkState
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.consultation.signing_roles import (
    choose_read_language,
    find_required_signers,
    get_consent_form,
    get_read_languages,
)
from stemsup_desktop.language import Language, LanguageForm, Text

FILE = with_consent(make_japanese_file(), language=LanguageForm.BOTH)


@pytest.mark.parametrize("language", list(Language))
def test_the_patients_language_is_on_it_and_is_read_until_somebody_says_otherwise(language: Language) -> None:
    file = with_patient(FILE, language=language)
    languages = get_read_languages(file)
    assert languages == (Language.JA, Language.EN)
    assert choose_read_language(file.patient, languages) is language
    assert SignerRole.INTERPRETER not in find_required_signers(file, languages)
    assert get_consent_form(with_consent(file, language=None)).languages == (language,)


def test_a_form_in_one_language_is_read_in_that_one() -> None:
    assert choose_read_language(with_patient(FILE, language=Language.JA).patient, (Language.EN,)) is Language.EN


def test_each_signature_is_bound_to_the_text_that_was_read_and_both_count() -> None:
    file = sign(prepare(FILE), SignerRole.PATIENT, minute(2))
    doctor = Signer(SignerRole.PHYSICIAN, file.physician.name)
    consents = assemble(file)
    signed = with_signature(file, CLEAR, shipped_text(), consents, doctor, Language.EN, NAME_INK, minute(5))
    file = take(file, signed)
    signing = look(file, at=SIGNED)
    assert signing.can_seal
    marks = file.consultation.consent.signatures
    assert [(one.language, one.text_sha256) for one in marks] == [
        (Language.JA, consents[Language.JA].text_sha256),
        (Language.EN, consents[Language.EN].text_sha256),
    ]
    assert len({one.text_sha256 for one in marks}) == 2


def test_a_mark_on_a_text_that_is_no_longer_on_the_form_is_void() -> None:
    file = sign(prepare(FILE), SignerRole.PATIENT, minute(2))
    english = with_consent(file, language=LanguageForm.EN)
    assert state_of(look(english), SignerRole.PATIENT) is MarkState.VOID
    japanese = with_consent(file, language=LanguageForm.JA)
    assert state_of(look(japanese), SignerRole.PATIENT) is MarkState.DONE


def test_a_record_of_one_language_reads_as_before_and_both_has_a_word_of_its_own() -> None:
    for form, word in ((LanguageForm.EN, b'"en"'), (LanguageForm.JA, b'"ja"'), (LanguageForm.BOTH, b'"en+ja"')):
        data = msgspec.json.encode(Consent(language=form))
        assert b'"language":' + word in data
        assert msgspec.json.decode(data, type=Consent).language is form


def test_the_history_calls_it_by_the_names_of_both_languages() -> None:
    change = FieldChange(("consent", "language"), "ja", "en+ja")
    assert say_new(change) == Text("Japanese and English", "日本語・英語")
    assert say_old(change) == Text("Japanese", "日本語")

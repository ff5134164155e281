"""Step 5 as derived: what is wanted, what is missing by name, what changed since the signature."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hostile_strings import HOSTILE
from paper_samples import NOW, make_state, read_example, with_consultation, with_fee, without_opinions
from shipped import get_content

from stemsup_desktop.consultation.consent_basis import consent_basis_sha256
from stemsup_desktop.consultation.record import Choices, Consent, ConsultationFile, Declined
from stemsup_desktop.consultation.separate_choices import ChoiceName, with_choice, with_declined
from stemsup_desktop.consultation.signing_model import TeachBackAnswer
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.text import MissingCharacter
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.store.entries import DocumentEntry, DocumentKind
from stemsup_desktop.ui.pages.consent.mark_lines import say_reading_time
from stemsup_desktop.ui.pages.consent.memory import SigningEntries, SigningState
from stemsup_desktop.ui.pages.consent.paper_form_view import with_entry
from stemsup_desktop.ui.pages.consent.view import ConsentView, Way, derive_consent_view, derive_way
from stemsup_desktop.ui.paper_view import PaperState, make_blank_form, write_basis
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

CONSENT_TEXT = get_content().consent


def make_entry(file: ConsultationFile, number: str = "CNS-2026-00001") -> DocumentEntry:
    return DocumentEntry(
        number=number,
        kind=DocumentKind.CONSENT,
        patient_id=file.patient.patient_id,
        consultation_id=file.consultation.consultation_id,
        language=LanguageForm.JA,
        created_at=NOW,
        sha256="0" * 64,
        text_versions=("consent 1.0", write_basis(consent_basis_sha256(file, CONSENT_TEXT))),
    )


def make_rendered(*missing: str, is_draft: bool = False) -> RenderedDocument:
    characters = tuple(MissingCharacter(one, "1 Your symptoms") for one in missing)
    return RenderedDocument("CNS-1", b"pdf", hashlib.sha256(b"pdf").hexdigest(), 1, is_draft, characters)


def derive(
    file: ConsultationFile, words: Words, paper: PaperState | None = None, entries: SigningEntries | None = None
) -> ConsentView:
    return derive_consent_view(
        make_state(file), CONSENT_TEXT, paper or PaperState(), SigningState(entries or SigningEntries()), NOW, words
    )


def done(view: ConsentView) -> set[str]:
    return {one.name for one in view.requirements if one.is_done}


FILLED = SigningEntries(signed_on=NOW.date(), all_initials_present=True)


def test_before_the_first_print_only_the_gate_is_done(english: Words) -> None:
    view = derive(read_example("clear"), english, PaperState(documents=()))
    assert done(view) == {"gate"}
    assert view.subtitle == f"not printed yet · form {CONSENT_TEXT.form.version} 日本語"
    assert (view.mark, view.mark_text) == (TagState.OPEN, "Not signed yet")


def test_a_form_is_not_called_unprinted_before_the_vault_has_answered(english: Words) -> None:
    view = derive(read_example("clear"), english)
    assert view.subtitle == f"form {CONSENT_TEXT.form.version} 日本語"


def test_with_a_matching_print_and_a_filled_form_nothing_is_missing(english: Words) -> None:
    file = read_example("clear")
    view = derive(file, english, PaperState(documents=(make_entry(file),)), FILLED)
    assert view.signing is not None
    assert view.signing.missing == ()
    assert done(view) == {"gate", "printed", "initials", "names", "date"}
    assert view.signing.draft.document_number == "CNS-2026-00001"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"signed_on": None}, "The date of signature is missing."),
        ({"patient_name": " "}, "The patient's name is missing."),
        ({"physician_name": ""}, "The physician's name is missing."),
        ({"all_initials_present": False}, "It is not confirmed that all initials are present."),
        ({"document_number": ""}, "The document number is missing."),
        ({"signed_on": NOW.date() + timedelta(days=1)}, "The date of signature is in the future."),
        ({"signed_on": date(2026, 11, 29)}, "The agreed time to think is not over."),
    ],
)
def test_what_keeps_a_signature_from_being_recorded_is_named(
    changes: dict[str, object], named: str, english: Words
) -> None:
    file = read_example("clear")
    entries = replace(FILLED, **changes)
    view = derive(file, english, PaperState(documents=(make_entry(file),)), entries)
    assert view.signing is not None
    assert named in view.signing.missing


def test_a_print_of_another_plan_is_proposed_last_and_named_as_not_matching(english: Words) -> None:
    file = read_example("clear")
    old, now = make_entry(with_fee(file, 1), "CNS-2026-00007"), make_entry(file, "CNS-2026-00003")
    both = derive(file, english, PaperState(documents=(old, now)), FILLED).signing
    assert both is not None
    assert (both.draft.document_number, both.missing) == ("CNS-2026-00003", ())
    only_old = derive(file, english, PaperState(documents=(old,)), FILLED).signing
    assert only_old is not None
    assert any("does not match" in sentence for sentence in only_old.missing)


def test_a_minor_needs_a_guardian_and_another_language_an_interpreter(english: Words) -> None:
    file = read_example("clear")
    patient = msgspec.structs.replace(file.patient, birth_date=date(2012, 1, 1))
    consent = msgspec.structs.replace(file.consultation.consent, language=LanguageForm.EN)
    young = with_consultation(msgspec.structs.replace(file, patient=patient), consent=consent)
    view = derive(young, english, PaperState(documents=(make_entry(young),)), FILLED)
    assert view.signing is not None
    assert (view.signing.wants_guardian, view.signing.wants_interpreter) == (True, True)
    assert "names" not in done(view)


def test_a_stop_leaves_no_page_and_links_to_its_answer(words: Words) -> None:
    view = derive(read_example("stop"), words, PaperState(rendered=make_rendered()))
    assert view.pane.is_refused
    assert view.pane.rendered is None
    assert [(link.step, link.target) for link in view.pane.links] == [
        (2, "x06"),
        (2, "x07"),
        (2, "decision"),
        (4, "alternatives_explained"),
    ]
    assert view.printing.reason
    assert "gate" not in done(view)


def test_without_the_wanted_opinion_the_page_is_a_draft_that_says_why(english: Words) -> None:
    view = derive(without_opinions(read_example("opinion")), english, PaperState(rendered=make_rendered(is_draft=True)))
    assert view.pane.is_draft
    assert view.pane.links
    assert view.printing.sentence == english("paper.will_be_draft")
    assert view.signing is not None
    assert "An opinion on a finding is not recorded yet." in view.signing.missing


def test_something_required_that_is_open_is_a_draft_with_a_link_to_it(english: Words) -> None:
    file = read_example("clear")
    plan = msgspec.structs.replace(
        file.consultation.plan, product=msgspec.structs.replace(file.consultation.plan.product, lot_number="")
    )
    view = derive(with_consultation(file, plan=plan), english)
    assert view.pane.is_draft
    assert (4, "product.lot_number") in [(link.step, link.target) for link in view.pane.links]


def test_characters_that_no_font_has_are_named_before_printing(english: Words) -> None:
    view = derive(read_example("clear"), english, PaperState(rendered=make_rendered("\U0001f600", "\ue000")))
    assert "U+1F600 (grinning face): 1 Your symptoms" in view.printing.missing
    assert "U+E000: 1 Your symptoms" in view.printing.missing


def test_a_change_of_plan_after_the_signature_names_what_changed(words: Words) -> None:
    file = read_example("treated")
    assert derive(file, words).mark is TagState.CLEAR
    view = derive(with_fee(file, 123), words)
    assert view.mark is TagState.CAUTION
    cost = {Language.EN: "The cost has changed.", Language.JA: "費用が変わりました。"}[words.language]
    assert cost in view.standing_text
    assert view.signing is not None


def test_a_signature_that_stands_can_only_be_followed_by_another(english: Words) -> None:
    view = derive(read_example("treated"), english)
    assert (view.signing, view.can_sign_again) == (None, True)
    again = derive(read_example("treated"), english, entries=SigningEntries(is_again=True))
    assert again.signing is not None
    assert not again.can_sign_again


@pytest.mark.parametrize("name", ["clear", "treated", "stop"])
def test_declining_is_a_result_at_any_stage_and_offers_no_form(name: str, english: Words) -> None:
    file = read_example(name)
    consent = with_declined(file.consultation.consent, Declined(NOW.date(), "wants to wait"))
    view = derive(with_consultation(file, consent=consent), english)
    assert view.is_declined
    assert view.standing_text == "The patient declined on 1 Dec 2026: wants to wait"
    assert (view.signing, view.requirements) == (None, ())
    assert view.mark is TagState.INFORMATION


@pytest.mark.parametrize("name", list(HOSTILE))
def test_names_and_notes_are_shown_exactly_as_typed(name: str, english: Words) -> None:
    text = HOSTILE[name]
    file = read_example("clear")
    typed = with_entry(FILLED, patient_name=text)
    signing = derive(file, english, entries=typed).signing
    assert signing is not None
    assert signing.draft.patient_name == text
    consent = with_declined(file.consultation.consent, Declined(NOW.date(), f"x{text}"))
    assert derive(with_consultation(file, consent=consent), english).standing_text.endswith(f"x{text}")


def test_separate_choices_start_at_no_and_change_one_at_a_time(english: Words) -> None:
    file = with_consultation(read_example("clear"), consent=Consent())
    assert derive(file, english).choices == tuple((name, False) for name in ChoiceName)
    changed = with_choice(Consent(), ChoiceName.TEACHING, True)
    assert changed.choices == Choices(teaching=True)
    assert with_choice(changed, ChoiceName.TEACHING, False) == Consent()


def test_a_closed_visit_offers_nothing_to_change(english: Words) -> None:
    file = read_example("clear")
    closed = with_consultation(file, summary=msgspec.structs.replace(file.consultation.summary, closed_at=NOW))
    view = derive(closed, english)
    assert view.is_closed
    assert view.signing is None


def test_entries_about_an_earlier_paper_are_said_to_be_set_aside(words: Words) -> None:
    file = read_example("clear")
    state = SigningState(is_outdated=True)
    view = derive_consent_view(make_state(file), CONSENT_TEXT, PaperState(), state, NOW, words)
    assert view.signing is not None
    assert view.signing.note == words("consent.entries_outdated")
    assert not view.signing.can_discard


def test_the_form_is_printed_from_a_record_without_signature_and_treatment() -> None:
    file = read_example("treated")
    blank = make_blank_form(file)
    assert blank.consultation.consent.signature is None
    assert blank == make_blank_form(with_consultation(file, treatment=blank.consultation.treatment))
    assert consent_basis_sha256(blank, CONSENT_TEXT) == consent_basis_sha256(file, CONSENT_TEXT)


def test_a_draft_links_to_the_first_open_things_and_counts_the_rest(english: Words) -> None:
    file = read_example("clear")
    examination = msgspec.structs.replace(file.consultation.examination, responses=())
    view = derive(with_consultation(file, examination=examination), english)
    missing = make_state(with_consultation(file, examination=examination)).gate.missing
    assert [link.target for link in view.pane.links[:3]] == [one.target for one in missing[:3]]
    assert view.pane.links[3].text == f"and {len(missing) - 3} more"


@pytest.mark.parametrize(
    ("change", "way"),
    [
        ({}, Way.SCREEN),
        ({"is_printed": True}, Way.PAPER),
        ({"is_printed": True, "has_marks": True}, Way.SCREEN),
        ({"entries": SigningEntries(witness_name="x")}, Way.PAPER),
        ({"is_discarded": True}, Way.PAPER),
        ({"is_printed": True, "chosen": Way.SCREEN}, Way.SCREEN),
        ({"chosen": Way.PAPER, "has_marks": True}, Way.PAPER),
    ],
)
def test_the_way_is_the_chosen_one_else_what_was_begun_else_the_screen(change: dict[str, Any], way: Way) -> None:
    file = read_example("clear")
    if change.get("has_marks"):
        answer = TeachBackAnswer("effect", "1.0", "benefit-possible", "a", Language.JA, NOW)
        consent = msgspec.structs.replace(file.consultation.consent, teach_back=(answer,))
        file = with_consultation(file, consent=consent)
    paper = PaperState(documents=(make_entry(file),) if change.get("is_printed") else ())
    signing = SigningState(change.get("entries", SigningEntries()), is_discarded=change.get("is_discarded", False))
    assert derive_way(make_state(file), CONSENT_TEXT, paper, signing, change.get("chosen")) is way


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:05"), (5, "0:05"), (6, "0:10"), (59, "1:00"), (61, "1:05")])
def test_a_time_to_read_is_rounded_up_to_five_seconds(seconds: int, said: str) -> None:
    assert say_reading_time(seconds) == said

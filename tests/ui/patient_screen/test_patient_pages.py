"""How a visit becomes pages of the patient screen, and which of them comes next."""

from collections.abc import Iterator

import msgspec
import pytest
from consultation.signing_builders import NAME_INK, SHI_INK
from patient_samples import Room
from PySide6.QtWidgets import QApplication
from shipped import get_content
from staff_samples import NURSE

from stemsup_desktop.consultation.consent_model import YesNoChoice
from stemsup_desktop.consultation.patient_screen.border import showable
from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    KnownScreen,
    QuestionScreen,
    ReferenceScreen,
    SignatureScreen,
    Wants,
    WelcomePage,
    list_texts,
    page_sha256,
)
from stemsup_desktop.consultation.patient_screen.topics import find_pages_to_explain
from stemsup_desktop.consultation.signing_hashes import list_clauses
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.ui.patient_desk.desk import CONSENT
from stemsup_desktop.ui.patient_desk.order import find_after_act, find_beside, find_first_open
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue


@pytest.fixture
def room(qapp: QApplication, theme: Theme, catalogue: Catalogue) -> Iterator[Room]:
    made = Room(theme, catalogue, qapp)
    yield made.open().show("welcome")
    made.close()


def in_language(room: Room, language: LanguageForm) -> Room:
    consent = msgspec.structs.replace(room.file.consultation.consent, language=language)
    consultation = msgspec.structs.replace(room.file.consultation, consent=consent)
    return room.open(msgspec.structs.replace(room.file, consultation=consultation)).show("welcome")


def test_every_page_to_explain_and_every_clause_is_there_in_order(room: Room) -> None:
    wanted = find_pages_to_explain(room.record, get_content().reference)
    explained = [one for one in room.desk.pages if isinstance(one, KnownScreen | ReferenceScreen)]
    assert [one.key.partition(":")[2] for one in explained] == [page.id for page in wanted]
    forms = room.acts.derive_forms(room.session.state, room.clock())
    clauses = [clause.clause_id for clause in list_clauses(forms.consents[Language.JA])]
    shown = [one.key.partition(":")[2] for one in room.desk.pages if one.key.startswith("clause:")]
    assert shown == ["key-points", *clauses]
    asked = {one.key.partition(":")[2] for one in room.desk.pages if isinstance(one, QuestionScreen)}
    assert asked == {one.question.id for one in forms.signing.questions}


@pytest.mark.parametrize("language", list(LanguageForm))
def test_every_page_passes_the_border_and_has_a_hash_of_its_own(language: LanguageForm, room: Room) -> None:
    in_language(room, language)
    subject = room.desk._subject()
    for page in room.desk.pages:
        assert showable(page, subject) == page
        assert all(text.strip() for text in list_texts(page))
    hashes = [page_sha256(page) for page in room.desk.pages]
    assert len(set(hashes)) == len(hashes)
    assert room.problems == []


def test_known_not_known_and_harm_stand_beside_each_other_in_the_same_shape(room: Room) -> None:
    known = next(one for one in room.desk.pages if isinstance(one, KnownScreen))
    assert [column.kind.value for column in known.columns] == ["reported", "unknown", "harm"]
    assert all(column.lines for column in known.columns)
    assert known.badge


def test_what_comes_from_a_secondary_source_is_said_to(room: Room) -> None:
    pages = [one for one in room.desk.pages if isinstance(one, KnownScreen | ReferenceScreen)]
    notes = [line.note for page in pages for column in page.columns for line in column.lines]
    assert any("二次資料による" in note for note in notes)


def test_the_answers_that_fit_are_in_no_page(room: Room) -> None:
    question = next(one for one in room.desk.pages if isinstance(one, QuestionScreen))
    fields = msgspec.to_builtins(question)
    assert "right" not in fields
    assert "explanation" not in str(fields)


def test_staff_can_show_what_is_explained_and_nothing_to_sign(
    qapp: QApplication, theme: Theme, catalogue: Catalogue
) -> None:
    room = Room(theme, catalogue, qapp, author=NURSE).open().show(CONSENT)
    assert not any(isinstance(one, ClauseScreen | QuestionScreen | SignatureScreen) for one in room.desk.pages)
    assert isinstance(room.page, WelcomePage)
    room.close()


def test_initials_lead_on_clause_by_clause(room: Room) -> None:
    room.show(CONSENT)
    assert room.page.key == "clause:key-points"
    first = room.first(ClauseScreen, lambda one: isinstance(one, ClauseScreen) and one.wants is Wants.INITIALS)
    room.show(first)
    following = find_beside(first, room.desk.pages, 1)
    room.screen.initialed.emit(first, SHI_INK)
    assert [one.clause_id for one in room.record.consent.initials] == [first.partition(":")[2]]
    assert following is not None
    assert room.page.key == following.key


def test_an_answer_that_does_not_fit_leads_to_its_clause_and_its_initials_back(room: Room) -> None:
    room.initial_all()
    key = room.first(QuestionScreen)
    room.show(key)
    question = room.page
    assert isinstance(question, QuestionScreen)
    room.answer(is_right=False)
    clause = room.page
    assert isinstance(clause, ClauseScreen)
    assert clause.key == question.clause_key
    assert clause.kept is None
    assert clause.note
    room.screen.initialed.emit(clause.key, SHI_INK)
    assert room.page.key == key
    room.answer()
    assert [one.question_id for one in room.record.consent.teach_back] == [key.partition(":")[2]] * 2
    assert room.given[-1][0] == key


def test_a_choice_is_said_in_the_words_of_the_form(room: Room) -> None:
    forms = room.acts.derive_forms(room.session.state, room.clock())
    blocks = [block for clause in list_clauses(forms.consents[Language.JA]) for block in clause.blocks]
    printed = {block.choice_id: block.text for block in blocks if isinstance(block, YesNoChoice)}
    assert len(printed) == 3
    for choice, text in printed.items():
        page = room.initial_all().show(f"choice:{choice}").page
        assert page.passage[0] == text
        assert len(page.passage) == 2


def test_a_choice_is_made_and_then_confirmed(room: Room) -> None:
    room.initial_all().show("choice:photographs")
    room.screen.chosen.emit("choice:photographs", "yes")
    assert room.record.consent.choices.photographs
    assert room.page.key == "choice:teaching"
    room.show("choices:seen")
    page = room.page
    assert isinstance(page, ClauseScreen)
    assert any("はい" in line for line in page.passage)
    room.screen.chosen.emit("choices:seen", "seen")
    assert room.record.consent.choices_seen_sha256


def test_a_signing_is_whole_without_the_physician_touching_the_consent_page(room: Room) -> None:
    room.initial_all().answer_all()
    for role in ("patient", "physician"):
        room.show(f"signature:{role}")
        room.sign()
    signing = room.acts.derive_forms(room.session.state, room.clock()).signing
    assert signing.can_seal
    assert signing.missing == ()


def test_it_goes_on_where_it_was_left(room: Room) -> None:
    room.initial_all()
    first = find_first_open(room.desk.pages)
    assert isinstance(first, QuestionScreen)
    assert room.show(CONSENT).page.key == first.key


def test_what_is_kept_can_be_written_once_more(room: Room) -> None:
    room.initial_all()
    key = room.first(ClauseScreen, lambda one: isinstance(one, ClauseScreen) and one.kept is not None)
    room.show(key).screen.again_pressed.emit(key)
    page = room.page
    assert isinstance(page, ClauseScreen)
    assert page.key == key
    assert page.kept is None


def test_next_and_back_stop_at_the_ends(room: Room) -> None:
    pages = room.desk.pages
    assert find_beside(pages[-1].key, pages, 1) is None
    assert find_beside(pages[0].key, pages, -1) is None
    assert find_beside("nothing", pages, 1) == pages[0]
    assert find_after_act(pages[-1].key, pages) == pages[-1]
    room.show(pages[-1].key).desk.go_on()
    assert room.page.key == pages[-1].key


def test_f8_shows_what_is_looked_at_and_then_goes_on(room: Room) -> None:
    keys = [one.key for one in room.desk.pages]
    room.desk.show_or_go_on(keys[3])
    assert room.page.key == keys[3]
    room.desk.show_or_go_on(keys[3])
    assert room.page.key == keys[4]
    room.desk.show_or_go_on(keys[1])
    assert room.page.key == keys[1]
    room.desk.cover()
    room.desk.show_or_go_on(keys[1])
    assert room.page.key == keys[1]


def test_what_was_seen_is_told_with_its_coming_and_going(room: Room) -> None:
    keys = [one.key for one in room.desk.pages[1:4]]
    before = len(room.came)
    for key in keys:
        room.show(key)
    room.desk.cover()
    assert [page.key for page, _ in room.came[before:]] == keys
    assert len(room.went) == len(room.came)
    assert len(room.kept) == len(room.came)


def test_a_change_of_the_record_while_something_is_recorded_does_not_lead_the_screen_back(room: Room) -> None:
    def record() -> None:
        explanation = msgspec.structs.replace(room.record.explanation, questions_asked=f"{len(room.went)}")
        room.session.change("seen", msgspec.structs.replace(room.record, explanation=explanation))

    room.desk.page_went.connect(record)
    room.desk.answer_given.connect(lambda *_: record())
    keys = [one.key for one in room.desk.pages[1:6]]
    came = len(room.came)
    for key in keys:
        room.show(key)
    assert [page.key for page, _ in room.came[came:]] == keys
    room.initial_all()
    assert room.page.key != "clause:key-points"
    room.desk.cover()
    assert room.desk.is_covered


def test_a_guardians_name_and_relation_come_from_the_screen(room: Room) -> None:
    from stemsup_desktop.consultation.signing_model import SignerRole

    room.desk.add_signer(SignerRole.GUARDIAN)
    room.initial_all().answer_all().show("signature:patient").sign()
    room.show("signature:guardian")
    room.screen.signed.emit("guardian", NAME_INK, "山田 太郎", "父")
    made = next(one for one in room.record.consent.signatures if one.role is SignerRole.GUARDIAN)
    assert (made.name, made.relation) == ("山田 太郎", "父")


def test_the_strip_says_what_is_seen_and_what_was_answered(room: Room) -> None:
    room.strip.set_page("step-5")
    room.initial_all()
    key = room.first(QuestionScreen)
    room.show(key)
    question = room.page
    assert isinstance(question, QuestionScreen)
    room.answer()
    said = room.strip._since.text()
    assert question.question in said
    room.desk.cover()
    assert room.strip._what.text() == room.context.words("patient_screen.strip_covered")
    room.desk.take_down()
    assert room.strip._what.text() == room.context.words("patient_screen.strip_off")

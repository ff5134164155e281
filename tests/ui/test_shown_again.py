"""What is shown as it is already stays as it is and costs nothing; whatever differs is shown."""

from dataclasses import replace

import msgspec
import pytest
from pages.paper_samples import NOW, make_state, read_example
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from shipped import get_content

from stemsup_desktop.store.passphrase import Strength, derive_strength
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import lend_reason
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry import passphrase_pair
from stemsup_desktop.ui.entry.passphrase_pair import PassphrasePair
from stemsup_desktop.ui.pages.examination.section_index import SectionMenu
from stemsup_desktop.ui.pages.examination.view_model import RowMark, SectionView
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


def test_a_choice_is_kept_where_the_same_is_offered_again_and_what_is_offered_anew_is_read(
    theme: Theme, english: Words
) -> None:
    field = ChoiceField(theme, english, "Route", (("a", "By drip"), ("b", "By spray")))
    field.set_value("b")
    field.set_options((("a", "By drip"), ("b", "By spray")))
    assert (field.value(), field.combo.currentText()) == ("b", "By spray")

    field.set_options((("b", "By nasal spray"), ("c", "By mouth")))
    assert (field.value(), field.combo.currentText()) == ("b", "By nasal spray")
    field.set_options((("c", "By mouth"),))
    assert field.value() is None


def test_the_list_of_sections_follows_their_counts_and_the_section_on_show(theme: Theme, english: Words) -> None:
    menu = SectionMenu(theme, english)
    sections = tuple(SectionView((n, ()), f"s{n}", f"Section {n}", RowMark.OPEN, n, 3, ()) for n in range(2))
    menu.show_sections(sections, sections[1].key)
    assert menu.combo.count() == 2
    assert menu.combo.currentText() == f"Section 1  {sections[1].count}"

    answered = (sections[0], msgspec.structs.replace(sections[1], answered=3))
    menu.show_sections(answered, sections[1].key)
    assert menu.combo.currentText() == f"Section 1  {answered[1].count}"
    menu.show_sections(answered, sections[0].key)
    assert menu.value() == "0"


def test_a_field_follows_its_lock_and_what_stands_under_it(theme: Theme, english: Words) -> None:
    field = TextField(theme, english, "Needle", is_required=True)
    field.setObjectName("needle")
    for is_locked in (True, True, False, False, True):
        field.set_read_only(is_locked)
        assert (field.line_edit.isReadOnly(), field.box.is_read_only) == (is_locked, is_locked)
    for sentence in ("Too thick.", "Too thick.", "Too thin.", ""):
        field.set_error(sentence)
        assert field.sentence == sentence
        assert sentence in field.line_edit.accessibleDescription()
        assert field.is_open is not bool(sentence)
        assert field.box.has_error is bool(sentence)
    field.set_value("30 G")
    assert not field.box.is_open
    assert english("common.unanswered") not in field.line_edit.accessibleName()
    field.set_value("")
    assert field.box.is_open
    assert english("common.unanswered") in field.line_edit.accessibleName()


def test_a_message_that_comes_again_after_it_went_is_shown(theme: Theme) -> None:
    host = QWidget()
    message = InlineMessage(theme, parent=host)
    for sentence in ("The lot has expired.", "", "The lot has expired.", "The lot has expired.", "Another."):
        message.show_message(TagState.STOP, sentence)
        assert (message.sentence, message.isHidden()) == (sentence, not sentence)
    host.deleteLater()


def test_a_button_says_why_its_part_is_locked_for_as_long_as_it_is(theme: Theme) -> None:
    part = QWidget()
    button = QPushButton("Add")
    QVBoxLayout(part).addWidget(button)
    for reason in ("", "Sealed.", "Sealed.", "", ""):
        button.setEnabled(not reason)
        lend_reason(part, reason)
        assert button.accessibleDescription() == reason
    part.deleteLater()


def test_a_passphrase_is_judged_once_for_each_text_and_by_every_word_that_is_known(
    theme: Theme, english: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[tuple[str, tuple[str, ...]]] = []

    def judge(passphrase: str, known_words: tuple[str, ...] = ()) -> Strength:
        judged.append((passphrase, known_words))
        return derive_strength(passphrase, known_words)

    monkeypatch.setattr(passphrase_pair, "derive_strength", judge)
    pair = PassphrasePair(theme, english)
    judged.clear()
    pair.first.setText("Yamada Clinic")
    pair.set_known_words(())
    pair.again.setText("Yamada Clinic")
    assert judged == [("Yamada Clinic", ())]
    pair.set_known_words(("Yamada Clinic",))
    pair.set_known_words(("Yamada Clinic",))
    assert judged[1:] == [("Yamada Clinic", ("Yamada Clinic",))]
    assert pair.take() == "Yamada Clinic"
    assert judged[2:] == [("", ("Yamada Clinic",))]


def test_consent_is_judged_once_for_a_text_and_anew_for_another() -> None:
    state, text = make_state(read_example("treated")), get_content().consent
    today = NOW.date()
    standing = state.judge_consent(text, today)
    assert state.judge_consent(text, today) is standing

    other = msgspec.structs.replace(text)
    assert state.judge_consent(other, today) is not standing
    assert state.judge_consent(other, today) == standing
    assert replace(state).judge_consent(text, today) == standing

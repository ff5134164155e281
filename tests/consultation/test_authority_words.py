"""Each act of the physician is said in both languages, and a refusal names the acts."""

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import REASONS, make_author_refusal, make_refusal


def test_each_act_has_one_sentence_that_names_the_physician() -> None:
    assert tuple(REASONS) == tuple(ReservedAct)
    for text in REASONS.values():
        assert text.en.endswith(".")
        assert text.en.count(".") == 1
        assert text.ja.endswith("。")
        assert text.ja.count("。") == 1
        assert "physician" in text.en
        assert "医師" in text.ja


def test_a_refusal_names_each_act() -> None:
    problem = make_refusal((ReservedAct.PLAN, ReservedAct.CLOSING))

    assert problem.code == "physician-only"
    assert problem.details == (REASONS[ReservedAct.PLAN], REASONS[ReservedAct.CLOSING])
    assert problem.sentence.endswith("The plan is set by the physician. The consultation is closed by the physician.")


def test_a_refusal_of_anothers_name_says_neither_name_nor_entry() -> None:
    problem = make_author_refusal()

    assert problem.code == "author-not-own"
    assert problem.details == ()
    assert "your own name" in problem.sentence

"""Texts under way at the gate: kept by visit and rule, and forgotten with the editor."""

from stemsup_desktop.ui.shell.gate_texts import GateTexts, KeptText, KeptTexts


def test_what_was_kept_is_given_back_to_its_visit_only() -> None:
    texts = GateTexts()
    texts.put("v1", {"X12": "half a sen"})
    again = GateTexts()
    again.restore(texts.derive_kept())
    assert again.get("v1") == {"X12": "half a sen"}
    assert again.get("v2") == {}


def test_a_text_that_was_recorded_or_given_up_is_kept_no_more() -> None:
    texts = GateTexts()
    texts.restore(KeptTexts((KeptText("v1", "X12", "half"), KeptText("v2", "X07", "other"))))
    texts.put("v1", {})
    assert texts.derive_kept() == KeptTexts((KeptText("v2", "X07", "other"),))


def test_a_text_is_shown_to_its_writer_only_and_kept_while_a_colleague_writes() -> None:
    kept = KeptTexts((KeptText("v1", "X12", "mine", "mori"),))
    colleague = GateTexts("kaga")
    colleague.restore(kept)
    assert colleague.get("v1") == {}
    colleague.put("v1", {"X12": "theirs"})
    both = colleague.derive_kept()
    for account_id, text in (("mori", "mine"), ("kaga", "theirs")):
        own = GateTexts(account_id)
        own.restore(both)
        assert own.get("v1") == {"X12": text}
        assert set(own.derive_kept().texts) == set(both.texts)


def test_a_text_that_names_no_writer_stays_nobody_s_until_somebody_goes_on_with_it() -> None:
    kept = KeptTexts((KeptText("v1", "X12", "half"),))
    texts = GateTexts("kaga")
    texts.restore(kept)
    assert texts.get("v1") == {"X12": "half"}
    assert texts.derive_kept() == kept
    texts.put("v1", {"X12": "half and more"})
    assert texts.derive_kept() == KeptTexts((KeptText("v1", "X12", "half and more", "kaga"),))

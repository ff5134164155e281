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

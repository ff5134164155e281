"""The documents that are made from one consultation, their numbers and their names."""

from enum import StrEnum

from stemsup_desktop.language import Text


class Paper(StrEnum):
    """The documents that the program makes; an addendum is made from another document, the others from one visit."""

    CONSENT = "consent"
    SUMMARY = "summary"
    SELF_ADMINISTRATION = "self-administration"
    WITHDRAWAL = "withdrawal"
    ADDENDUM = "addendum"


NUMBER_PREFIXES = {
    Paper.CONSENT: "CNS",
    Paper.SUMMARY: "SUM",
    Paper.SELF_ADMINISTRATION: "SAS",
    Paper.WITHDRAWAL: "WDS",
    Paper.ADDENDUM: "ADD",
}
KIND_NAMES = {
    "consent": Text("Consent form", "同意書"),
    "summary": Text("Treatment summary", "治療のまとめ"),
    "self-administration": Text("Self-administration sheet", "自己投与の説明書"),
    "withdrawal": Text("Withdrawal slip", "同意撤回書"),
    "addendum": Text("Addendum", "追記"),
    "recall-letter": Text("Letter about a recalled lot", "回収対象ロットのお知らせ"),
}
"""What each kind of document is called; a kind without a name is called by its code."""

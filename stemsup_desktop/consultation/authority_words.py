"""How it is said that an act is the physician's, or an entry another's: beside a control, and in a refusal."""

from collections.abc import Iterable, Mapping

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

REASONS: Mapping[ReservedAct, Text] = {
    ReservedAct.DIAGNOSIS: Text("The diagnosis is made by the physician.", "診断は医師が行います。"),
    ReservedAct.ELIGIBILITY: Text(
        "Whether the patient can have the treatment is decided by the physician.",
        "治療を行えるかどうかは医師が判断します。",
    ),
    ReservedAct.OPINION: Text(
        "An opinion on a finding is recorded by the physician.", "所見についての意見は医師が記録します。"
    ),
    ReservedAct.STOP_LIFTED: Text(
        "Why a stop no longer holds is recorded by the physician.",
        "「中止」が当てはまらなくなった理由は医師が記録します。",
    ),
    ReservedAct.PLAN: Text("The plan is set by the physician.", "治療計画は医師が決めます。"),
    ReservedAct.CONSENT: Text(
        "The patient's consent or refusal, with its choices and signatures, is recorded by the physician.",
        "患者さんの同意・辞退、個別の選択、署名は医師が記録します。",
    ),
    ReservedAct.CLOSING: Text("The consultation is closed by the physician.", "診察を終了するのは医師です。"),
    ReservedAct.CHECKLIST: Text(
        "The checklist of a consultation that has begun is exchanged by the physician alone.",
        "開始した診察のチェックリストを替えられるのは医師だけです。",
    ),
    ReservedAct.VISIT: Text(
        "The number and the beginning of a consultation are corrected by the physician alone.",
        "診察の回数と開始日時を訂正できるのは医師だけです。",
    ),
}
"""The sentence of each act, shown where a control cannot be used: with its reason rather than hidden."""


def make_refusal(acts: Iterable[ReservedAct]) -> InputProblem:
    """Return the problem that a change is the physician's to make; it names each act and nothing of the patient."""
    named = tuple(REASONS[act] for act in acts)
    sentence = " ".join(("Only the physician can make this change, so it was not saved.", *(one.en for one in named)))
    return InputProblem("physician-only", sentence, named)


def make_author_refusal() -> InputProblem:
    """Return the problem that a change says something in the name of another; whose name and what, it does not say."""
    sentence = "Part of this change carries another person's name, so it was not saved. Enter it in your own name."
    return InputProblem("author-not-own", sentence)

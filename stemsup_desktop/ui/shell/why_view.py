"""Why a finding holds: its rule, the patient's own answers, when and by whom, sources, and what the clinic changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from stemsup_desktop.consultation.clinic_words import list_differences, say_heading
from stemsup_desktop.consultation.formats import format_datetime
from stemsup_desktop.consultation.gate_model import Finding, GivenAnswer
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class GivenView:
    """One thing that a finding rests on."""

    question: str
    answer: str
    when: str
    """When it was answered and by whom; empty for a fact."""


@dataclass(frozen=True, slots=True)
class WhyView:
    """Everything behind a finding, in the window's language."""

    rule: str
    given: tuple[GivenView, ...]
    heading: str
    conditions: tuple[str, ...]
    unknown: str
    sources: tuple[tuple[str, str], ...]
    """Id and citation of each source."""
    expression: str
    clinic: tuple[str, ...]
    """That the clinic has changed the rule and from what to what; empty if it has not."""


def derive_why(finding: Finding, words: Words, source_names: Mapping[str, str]) -> WhyView:
    """Return what stands behind a finding; `source_names` has the short citation of each source id."""
    said, language = finding.rule_words, words.language
    return WhyView(
        rule=words("gate.why_rule", rule=finding.rule_id, version=finding.rule_version or "-"),
        given=tuple(_derive_given(given, words) for given in finding.given),
        heading="" if said is None else said.heading.in_language(language),
        conditions=() if said is None else tuple(line.in_language(language) for line in said.lines),
        unknown="" if said is None or said.unknown is None else said.unknown.in_language(language),
        sources=tuple((source, source_names.get(source, source)) for source in finding.sources),
        expression=finding.rule_expression,
        clinic=say_clinic_change(finding, words),
    )


def say_clinic_change(finding: Finding, words: Words) -> tuple[str, ...]:
    """Return that the clinic has changed the rule of a finding, and each change from what to what."""
    change = finding.clinic_change
    if change is None:
        return ()
    language = words.language
    lines = (
        words(
            "gate.clinic_difference",
            part=part.in_language(language),
            before=before.in_language(language),
            after=after.in_language(language),
        )
        for part, before, after in list_differences(change)
    )
    return (say_heading(change).in_language(language), *lines)


def _derive_given(given: GivenAnswer, words: Words) -> GivenView:
    language = words.language
    moment = "" if given.answered_at is None else format_datetime(given.answered_at, language)
    parts = [part for part in (moment, given.answered_by) if part]
    when = words.listed(parts)
    if given.link_id and not parts:
        when = words("gate.why_not_recorded")
    question, answer = given.question.in_language(language), given.answer.in_language(language)
    return GivenView(question.rstrip(), answer, when)

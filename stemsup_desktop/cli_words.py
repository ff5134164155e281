"""What the command line prints for people: the gate and the reference as lines of text."""

from collections.abc import Iterator

import msgspec

from stemsup_desktop.consultation.clinic_words import say_change
from stemsup_desktop.consultation.gate_model import Finding, FindingState, Gate, Verdict
from stemsup_desktop.consultation.open_words import HEADING, say_open_point
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire_check import QuestionnaireCheck
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import Page, Source
from stemsup_desktop.reference.search import Field, find_pages, make_index

VERDICTS = {
    Verdict.STOP: Text("Stop", "中止"),
    Verdict.SPECIALIST: Text("Specialist: an opinion is wanted", "専門的判断が必要"),
    Verdict.NOT_COMPLETE: Text("Not complete", "未完了"),
    Verdict.CONDITIONS: Text("Conditions", "条件付き"),
    Verdict.CLEAR: Text("Clear", "該当なし"),
}
STATES = {
    FindingState.OPEN: Text("open", "未対応"),
    FindingState.OPINION_RECORDED: Text("opinion recorded", "判断記録済み"),
    FindingState.OPINION_LAPSED: Text("opinion lapsed", "判断は失効"),
    FindingState.RESOLVED: Text("resolved", "解消"),
    FindingState.REASON_WANTED: Text("reason wanted", "理由が必要"),
    FindingState.NOT_JUDGED: Text("cannot be judged", "判定できません"),
}
FINDINGS = Text("Findings", "所見")
CONDITIONS = Text("Conditions", "条件")
CLINIC = Text("The clinic's own content", "クリニック独自の設定")
NOT_JUDGED = Text("No rule judges these answers", "この回答を判定するルールはありません")
ASKED = Text("Asked", "質問中の項目")
ISSUES = Text("Issues", "問題")
UNSUPPORTED = Text("Not supported", "未対応")
NOTHING_FOUND = Text("Nothing is found.", "該当するページはありません。")


class ReferenceEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page or source with where the query matched; without a query nothing is said about that."""

    page: Page | None = None
    source: Source | None = None
    field: Field | None = None
    matched: str = ""


def describe_gate(gate: Gate, language: Language) -> str:
    """Return the gate as lines: verdict, findings with their reasons, what is missing or blocking, conditions."""
    return "\n".join(_gate_lines(gate, language))


def describe_check(check: QuestionnaireCheck, language: Language) -> str:
    """Return the check of a response as lines: verdict, what is asked, what is wrong, findings."""
    return "\n".join(_check_lines(check, language))


def _check_lines(check: QuestionnaireCheck, language: Language) -> Iterator[str]:
    verdict = NOT_JUDGED if check.verdict is None else VERDICTS[check.verdict]
    yield f"{verdict.in_language(language)} ({check.verdict or '-'})"
    yield f"{ASKED.in_language(language)} ({len(check.enabled)})"
    for heading, lines in (
        (FINDINGS, [_finding_line(finding, language) for finding in check.findings]),
        (ISSUES, [f"{issue.link_id}: {issue.message.in_language(language)}" for issue in check.issues]),
        (UNSUPPORTED, [f"{part.link_id}: {part.kind} {part.name}" for part in check.unsupported]),
    ):
        if lines:
            yield f"{heading.in_language(language)} ({len(lines)})"
            yield from (f"  {line}" for line in lines)


def _gate_lines(gate: Gate, language: Language) -> Iterator[str]:
    yield f"{VERDICTS[gate.verdict].in_language(language)} ({gate.verdict})"
    for heading, lines in (
        (FINDINGS, [_finding_line(finding, language) for finding in gate.findings]),
        (HEADING, [f"{point.step}  {say_open_point(point).in_language(language)}" for point in gate.open_points]),
        (CONDITIONS, [condition.in_language(language) for condition in gate.conditions]),
        (CLINIC, [text.in_language(language) for text in _clinic_lines(gate)]),
    ):
        if lines:
            yield f"{heading.in_language(language)} ({len(lines)})"
            yield from (f"  {line}" for line in lines)


def _clinic_lines(gate: Gate) -> Iterator[Text]:
    if gate.clinic is not None:
        yield from map(say_change, gate.clinic.changes)
        yield from gate.clinic.faults


def _finding_line(finding: Finding, language: Language) -> str:
    title, reason = finding.title.in_language(language), finding.reason.in_language(language)
    routes = f"; {', '.join(finding.routes)}" if finding.routes else ""
    state = STATES[finding.state].in_language(language)
    return f"{finding.rule_id} [{finding.severity}, {state}{routes}] {title}: {reason}"


def find_entries(library: ReferenceLibrary, query: str) -> tuple[ReferenceEntry, ...]:
    """Return what matches, best first; for a blank query every page, in reading order."""
    if not query.strip():
        return tuple(ReferenceEntry(page=page) for page in library.pages)
    hits = find_pages(make_index(library), query)
    return tuple(
        ReferenceEntry(
            page=library.find_page(hit.target_id),
            source=library.sources.get(hit.target_id),
            field=hit.field,
            matched=hit.matched,
        )
        for hit in hits
    )


def describe_entries(entries: tuple[ReferenceEntry, ...], language: Language) -> str:
    """Return one line per entry: id, title, and what matched."""
    if not entries:
        return NOTHING_FOUND.in_language(language)
    return "\n".join(_entry_line(entry, language) for entry in entries)


def _entry_line(entry: ReferenceEntry, language: Language) -> str:
    matched = f"  [{entry.field}: {entry.matched}]" if entry.field is not None else ""
    if entry.page is not None:
        return f"{entry.page.id}  {entry.page.title.in_language(language)}{matched}"
    return f"{entry.source.id}  {entry.source.citation.in_language(language)}{matched}" if entry.source else matched

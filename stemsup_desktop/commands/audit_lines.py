"""The lines of a history as `stemsup audit show` prints them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo

from stemsup_desktop.commands.desk import find_paths
from stemsup_desktop.commands.printing import plain
from stemsup_desktop.consultation.audit import AuditRow
from stemsup_desktop.consultation.history import HistoryLine, derive_history, say_line
from stemsup_desktop.consultation.history_values import say_fact, say_new, say_old
from stemsup_desktop.consultation.history_words import Names
from stemsup_desktop.consultation.people import Account, Right
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.content import Content, read_content
from stemsup_desktop.language import Language, Text
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.vault import Vault

NOTHING = Text("There is nothing in the history that fits.", "該当する履歴はありません。")
_ERASED = Text("old and new values were erased with the chart", "変更前後の値は診療記録とともに消去されています")
_UNSEEN = Text(
    "old and new values are not shown to who does not see patients", "患者の記録を見る権限がないため、値は表示しません"
)
_CHART = Text("chart {}", "診察券番号{}")
_EDITS = Text("{} edits up to {}", "{}回の編集、{}まで")


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line with the words that go with it; `chart_number` is empty where it is of no patient, or not to be seen."""

    line: HistoryLine
    words: Text
    chart_number: str
    values: tuple[Text, ...]

    def as_facts(self) -> dict[str, object]:
        """Return the line for a script."""
        return {
            "first_sequence": self.line.first_sequence,
            "last_sequence": self.line.last_sequence,
            "first_at": self.line.first_at,
            "last_at": self.line.last_at,
            "account_id": self.line.account_id,
            "account_name": self.line.account_name,
            "act": self.line.act,
            "chart_number": self.chart_number,
            "patient_id": self.line.patient_id,
            "consultation_id": self.line.consultation_id,
            "subject": self.line.subject,
            "change": None if self.line.change is None else _as_facts(self.line.change),
            "facts": [_as_facts(fact) for fact in self.line.facts],
            "is_erased": self.line.is_erased,
            "words": self.words,
        }


def load_told_lines(vault: Vault, rows: Iterable[AuditRow]) -> list[ToldLine]:
    """Return the lines of rows, the first first, with names for what they name."""
    lines = derive_history(rows)
    may_see = vault.author.may(Right.PATIENTS)
    charts = vault.find_chart_numbers({line.patient_id for line in lines if line.patient_id}) if may_see else {}
    names = _make_names(read_content(find_resources(), find_paths().content_pack), vault.list_accounts())
    return [
        ToldLine(line, say_line(line, names), charts.get(line.patient_id, ""), tuple(_say_values(line, names, may_see)))
        for line in lines
    ]


def describe_lines(lines: Iterable[ToldLine], language: Language, zone: tzinfo | None) -> str:
    """Return one line of text for each, with old and new values below it."""
    return "\n".join(_describe(lines, language, zone)) or NOTHING.in_language(language)


def _as_facts(change: FieldChange) -> dict[str, object]:
    return {"path": change.path, "old": change.old, "new": change.new, "offset": change.offset}


def _describe(lines: Iterable[ToldLine], language: Language, zone: tzinfo | None) -> Iterator[str]:
    for told in lines:
        at = told.line.first_at.astimezone(zone)
        where = f" [{_CHART.in_language(language).format(told.chart_number)}]" if told.chart_number else ""
        said = plain(f"{told.words.in_language(language)}{where}")
        yield f"{told.line.first_sequence:>6}  {at:%Y-%m-%d %H:%M:%S}  {said}"
        for value in told.values:
            yield f"        {plain(value.in_language(language))}"
        if told.line.edits > 1:
            last = f"{told.line.last_at.astimezone(zone):%H:%M:%S}"
            yield f"        {_EDITS.in_language(language).format(told.line.edits, last)}"


def _say_values(line: HistoryLine, names: Names, may_see: bool) -> Iterator[Text]:
    if line.is_erased:
        yield _ERASED if may_see else _UNSEEN
    elif line.change is not None:
        old, new = say_old(line.change, names), say_new(line.change, names)
        yield Text(f"{old.en} → {new.en}", f"{old.ja} → {new.ja}")
    for fact in line.facts:
        yield say_fact(fact, names)


def _make_names(content: Content, accounts: Iterable[Account]) -> Names:
    """Return words for ids: of questions, symptoms, rules, sites, pages and people."""
    questions = {item.link_id: item.label for item in content.clinical.questionnaire.iter_items()}
    rules = {rule.id: rule.title for rule in content.clinical.rules.rules}
    sites = {site.site_id: site.name for site in content.reference.sites}
    people = {account.account_id: Text(account.name, account.name) for account in accounts}
    kinds = {kind.id: kind.name for kind in content.events.kinds}
    return {**questions, **rules, **sites, **kinds, **content.page_titles, **content.names.symptoms, **people}

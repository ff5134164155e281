"""The words for the ids that a history names: questions, symptoms, rules, pages, sites, people. No Qt."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.history_words import Names
from stemsup_desktop.consultation.people import Account
from stemsup_desktop.consultation.record_changes import Path
from stemsup_desktop.content import Content
from stemsup_desktop.language import Text

LONGEST_NAME = 72
"""Characters of a question in a line; the rest gives way to an ellipsis."""

REFUSED: Names = {
    "patients-only": Text("only for those who see patients", "患者情報を扱う権限が必要"),
    "physician-only": Text("only for physicians", "医師のみ可能"),
    "administrator-only": Text("only for administrators", "管理者のみ可能"),
    "author-not-own": Text("in another person's name", "他の人の名義での記録"),
}
"""What the codes of refusals are called."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Words for ids, and the units of a checklist's questions by link id."""

    names: Names = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def find_unit(self, path: Path) -> str:
        """Find the unit of an answer; empty for anything else."""
        if path[:2] != ("examination", "responses") or len(path) < 3 or isinstance(path[2], str):
            return ""
        return self.units.get(str(path[2][0]), "")


def make_base_names(content: Content, accounts: Iterable[Account], checklists: Mapping[str, Text]) -> Names:
    """Return the words that are the same for every visit; `checklists` are titles by canonical name."""
    names = content.names
    return ChainMap(
        {account.account_id: _name(account.name) for account in accounts if account.name.strip()},
        dict(names.symptoms),
        dict(names.sites),
        {route.value: words for route, words in names.routes.items()},
        {source.value: words for source, words in names.cell_sources.items()},
        dict(names.aftercare),
        {rule.id: rule.title for rule in content.clinical.rules.rules},
        {kind.id: kind.name for kind in content.events.kinds},
        content.page_titles,
        dict(checklists),
        dict(REFUSED),
    )


def make_glossary(clinical: ClinicalContent, base: Names) -> Glossary:
    """Return the words for a visit: its checklist's questions and rules before those of every visit."""
    items = tuple(clinical.questionnaire.iter_items())
    questions = {item.link_id: _shorten(item.label) for item in items}
    rules = {rule.id: rule.title for rule in clinical.rules.rules}
    units = {item.link_id: item.unit.text for item in items if item.unit is not None}
    return Glossary(ChainMap(questions, rules, dict(base)), units)


def _name(name: str) -> Text:
    return Text(name, name)


def _shorten(words: Text) -> Text:
    return Text(_cut(words.en), _cut(words.ja))


def _cut(text: str) -> str:
    single = " ".join(text.split())
    return single if len(single) <= LONGEST_NAME else f"{single[: LONGEST_NAME - 1].rstrip()}…"

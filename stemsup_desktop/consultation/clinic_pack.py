"""A clinic's content pack: an administrator's changes to severity and wording of rules, and rules of its own.

A pack is a folder of the same shape as the program's resources. A rule can be changed and never removed, and what a
rule asks can not be changed. Whatever cannot be used is named, and the shipped rule stands: never none.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from stemsup_desktop.consultation.clinic_model import ClinicChange, ClinicRules, WordingChange, WordingPart
from stemsup_desktop.consultation.clinic_pictures import PICTURES_FOLDER
from stemsup_desktop.consultation.rule_examples import EXAMPLES_FOLDER, check_examples, read_examples
from stemsup_desktop.consultation.rule_reading import RULES_FILE, prepare_rules
from stemsup_desktop.consultation.rules import Rule, RuleSet, Severity
from stemsup_desktop.consultation.wording import find_flags_in_text
from stemsup_desktop.content_files import decode_json, read_bytes
from stemsup_desktop.errors import InputProblem, Problem, make_line
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.model import Questionnaire

T = TypeVar("T")

MOST_BYTES = 4_000_000
MOST_CHARACTERS = 2000
MOST_FILES_NAMED = 20
MOST_FILES_SEEN = 5_000
"""A pack has some dozens; a link to a whole disk in its place is not walked to the end."""


class _PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules file of a pack; each rule is read by itself, so that one fault leaves the others."""

    version: str
    dated: date
    rules: tuple[msgspec.Raw, ...]


class _Named(msgspec.Struct, frozen=True):
    """The id of a rule, before anything else of it is read."""

    id: str


class _Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A change of a shipped rule; `version` is that of the shipped rule for which it was written."""

    id: str
    version: str
    severity: Severity | None = None
    title: Text | None = None
    reason: Text | None = None
    advice: Text | None = None
    carries_condition: Text | None = None


def apply_clinic_pack(pack: Path, shipped: RuleSet, questionnaire: Questionnaire) -> tuple[RuleSet, ClinicRules | None]:
    """Return the rules as the clinic has them, and how its pack stands; None if there is no pack.

    A changed rule has a version of its own, made from the shipped version and the change, so that opinions on it lapse.
    """
    if not pack.is_dir():
        return shipped, None
    path = pack / RULES_FILE
    try:
        unread = tuple(map(_say_fault, _find_unread_files(pack)))
        if not path.exists():
            return shipped, ClinicRules("", None, (), unread) if unread else None
        file = _read_file(path)
    except Problem as problem:
        return shipped, ClinicRules("", None, (), (_say_fault(problem.sentence),))
    except OSError:
        sentence = f"The content pack {pack.name} cannot be read."
        return shipped, ClinicRules("", None, (), (_say_fault(sentence),))
    rules, faults = _read_rules(file, path.parent, shipped, questionnaire)
    before = {rule.id: rule for rule in shipped.rules}
    changes = tuple(_compare(before.get(rule.id), rule, file) for rule in rules.values())
    changed = tuple(rules.get(rule.id, rule) for rule in shipped.rules)
    own = tuple(rule for rule in rules.values() if rule.id not in before)
    clinic = ClinicRules(file.version, file.dated, changes, (*unread, *map(_say_fault, faults)))
    return RuleSet(f"{shipped.version}+clinic.{file.version}", (*changed, *own)) if rules else shipped, clinic


def _read_file(path: Path) -> _PackFile:
    data = read_bytes(path)
    if len(data) > MOST_BYTES:
        raise InputProblem("content-invalid", f"{path.name}: expected at most {MOST_BYTES // 1_000_000} MB.")
    file = decode_json(data, _PackFile, path.name)
    if not file.version.strip() or not file.version.isprintable() or len(file.version) > 40:
        raise InputProblem(
            "content-invalid", f"{path.name}: expected a version of 1 to 40 characters - at `$.version`."
        )
    return file


def _read_rules(
    file: _PackFile, folder: Path, shipped: RuleSet, questionnaire: Questionnaire
) -> tuple[dict[str, Rule], list[str]]:
    """Read every rule that can be used, by id, and the faults of those that cannot."""
    before = {rule.id: rule for rule in shipped.rules}
    found: dict[str, Rule] = {}
    faults: list[str] = []
    twice: set[str] = set()
    for number, raw in enumerate(file.rules):
        try:
            rule_id = _decode(raw, _Named, number, "").id
            if rule_id in found or rule_id in twice:
                twice.add(rule_id)
                raise _fault(number, rule_id, "expected each rule once")
            if rule_id in before:
                found[rule_id] = _read_change(raw, number, before[rule_id])
            else:
                found[rule_id] = _read_own(raw, number, rule_id, folder, questionnaire)
        except Problem as problem:
            faults.append(problem.sentence)
    return {rule_id: rule for rule_id, rule in found.items() if rule_id not in twice}, faults


def _read_change(raw: msgspec.Raw, number: int, shipped: Rule) -> Rule:
    change = _decode(raw, _Change, number, shipped.id)
    if change.version != shipped.version:
        expected = f"expected version {shipped.version}, that of the rule as it ships now; review the change"
        raise _fault(number, shipped.id, expected, "version")
    texts = {part.value: text for part in WordingPart if (text := getattr(change, part.value)) is not None}
    for part, text in texts.items():
        _check_text(text, number, shipped.id, part)
    severity = shipped.severity if change.severity is None else change.severity
    changed = msgspec.structs.replace(shipped, severity=severity, **texts)
    if changed == shipped:
        raise _fault(number, shipped.id, "expected a severity or a text that differs from the shipped rule")
    return msgspec.structs.replace(changed, version=f"{shipped.version}+clinic.{_digest(severity, texts)}")


def _read_own(raw: msgspec.Raw, number: int, rule_id: str, folder: Path, questionnaire: Questionnaire) -> Rule:
    """Read a rule that only the clinic has: it must fit the checklist and do what its examples say."""
    rule = _decode(raw, Rule, number, rule_id)
    for part in WordingPart:
        text = getattr(rule, part.value)
        if text is not None:
            _check_text(text, number, rule_id, part.value)
    prepare_rules((rule,), questionnaire)
    check_examples(rule, read_examples(folder, rule), questionnaire)
    return rule


def _check_text(text: Text, number: int, rule_id: str, part: str) -> None:
    if max(len(text.en), len(text.ja)) > MOST_CHARACTERS:
        raise _fault(number, rule_id, f"expected at most {MOST_CHARACTERS} characters", part)
    for flag in find_flags_in_text(text):
        if flag.excuse is None:
            raise _fault(number, rule_id, f"expected a text that does not promise or praise ({flag.word})", part)


def _digest(severity: Severity, texts: dict[str, Text]) -> str:
    """Name a change by its content, so that no other change can have the same version."""
    said = msgspec.json.encode([severity, texts], order="deterministic")
    return hashlib.sha256(said).hexdigest()[:12]


def _compare(before: Rule | None, after: Rule, file: _PackFile) -> ClinicChange:
    wording = () if before is None else tuple(_compare_wording(before, after))
    severity = None if before is None else before.severity
    return ClinicChange(after.id, after.version, severity, after.severity, wording, file.version, file.dated)


def _compare_wording(before: Rule, after: Rule) -> Iterator[WordingChange]:
    for part in WordingPart:
        old, new = getattr(before, part.value), getattr(after, part.value)
        if new is not None and new != old:
            yield WordingChange(part, old, new)


def _find_unread_files(pack: Path) -> Iterator[str]:
    """Name what lies in the pack and is not read, lest somebody believes that it is."""
    examples = RULES_FILE.parent / EXAMPLES_FOLDER
    read = (
        path
        for path in sorted(islice(pack.rglob("*"), MOST_FILES_SEEN))
        if path.is_file() and not path.name.startswith(".")
    )
    unread = (path.relative_to(pack) for path in read)
    named = (path for path in unread if path != RULES_FILE and path.parent not in (examples, PICTURES_FOLDER))
    for path in islice(named, MOST_FILES_NAMED):
        yield (
            f"{path.as_posix()}: only {RULES_FILE.as_posix()} and its examples are read from a content pack, "
            f"and what lies in {PICTURES_FOLDER.as_posix()}/."
        )


def _decode(raw: msgspec.Raw, kind: type[T], number: int, rule_id: str) -> T:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message, _, where = str(error).partition(" - at `$")
        if where.strip("`.") == "severity":
            message = f"expected one of {', '.join(Severity)}"
        raise _fault(number, rule_id, message, where.strip("`").lstrip(".")) from error


def _fault(number: int, rule_id: str, expected: str, field: str = "") -> InputProblem:
    where = f"$.rules[{number}]{'.' if field else ''}{field}"
    rule = f"rule {rule_id}: " if rule_id else ""
    return InputProblem("content-invalid", f"{RULES_FILE.name}: {rule}{expected} - at `{where}`.")


def _say_fault(sentence: str) -> Text:
    sentence = make_line(sentence)
    return Text(
        f"The clinic's content pack has a fault; there the program's own rules are used. {sentence}",
        f"クリニックの設定ファイルに誤りがあるため、該当する箇所は標準のルールを使用しています。{sentence}",
    )

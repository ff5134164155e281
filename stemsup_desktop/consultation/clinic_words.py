"""How the gate, the documents and the command line say what a clinic changed in the rules."""

from collections.abc import Iterator

from stemsup_desktop.consultation.clinic_model import ClinicChange, ClinicRules, WordingPart
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Language, Text

SEVERITIES = {
    Severity.STOP: Text("Stop", "中止"),
    Severity.SPECIALIST: Text("Specialist", "専門的な判断"),
    Severity.CAUTION: Text("Caution", "注意"),
    Severity.INFORMATION: Text("Information", "情報"),
}
SEVERITY = Text("Severity", "区分")
PARTS = {
    WordingPart.TITLE: Text("Title", "見出し"),
    WordingPart.REASON: Text("Reason", "理由"),
    WordingPart.ADVICE: Text("Advice", "対応"),
    WordingPart.CARRIES_CONDITION: Text("Condition", "条件"),
}
PART = Text("What was changed", "変更箇所")
BEFORE, AFTER = Text("As it ships", "標準"), Text("As the clinic has it", "クリニックの設定")
NOT_THERE = Text("none", "なし")


def say_pack(change: ClinicChange) -> Text:
    """Return which content pack made a change, with its day."""
    english = f"content pack {change.pack_version}, {format_date(change.pack_dated, Language.EN)}"
    japanese = f"設定 {change.pack_version}、{format_date(change.pack_dated, Language.JA)}"
    return Text(english, japanese)


def say_heading(change: ClinicChange) -> Text:
    """Return the sentence that the clinic has changed a rule or made it, with the pack's version and day."""
    pack = say_pack(change)
    if change.severity_before is None:
        return Text(f"A rule of the clinic's own ({pack.en})", f"クリニック独自のルール（{pack.ja}）")
    return Text(f"The clinic has changed this rule ({pack.en})", f"クリニックがこのルールを変更しています（{pack.ja}）")


def list_differences(change: ClinicChange) -> Iterator[tuple[Text, Text, Text]]:
    """Go through what was changed: the part, how it ships and how the clinic has it."""
    before = change.severity_before
    if before is None:
        yield SEVERITY, NOT_THERE, SEVERITIES[change.severity]
    elif before is not change.severity:
        yield SEVERITY, SEVERITIES[before], SEVERITIES[change.severity]
    for wording in change.wording:
        yield PARTS[wording.part], NOT_THERE if wording.before is None else wording.before, wording.after


def say_change(change: ClinicChange) -> Text:
    """Return what was changed in a rule, from what to what, as one text."""
    heading, differences = say_heading(change), list(list_differences(change))
    english = "; ".join(f"{part.en}: “{old.en}” → “{new.en}”" for part, old, new in differences)
    japanese = "、".join(f"{part.ja}：「{old.ja}」→「{new.ja}」" for part, old, new in differences)
    return Text(f"{change.rule_id}. {heading.en}. {english}", f"{change.rule_id}　{heading.ja}。{japanese}")


def say_all_changed(clinic: ClinicRules) -> Text | None:
    """Return which rules the clinic has changed, whether or not they hold here; None if it changed none."""
    if not clinic.changes:
        return None
    ids = [change.rule_id for change in clinic.changes]
    pack = say_pack(clinic.changes[0])
    return Text(
        f"Rules changed by the clinic ({pack.en}): {', '.join(ids)}.",
        f"クリニックが変更したルール（{pack.ja}）：{'、'.join(ids)}。",
    )

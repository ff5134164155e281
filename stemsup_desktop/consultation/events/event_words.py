"""What grades, seriousness, outcomes, contacts and events are called, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from stemsup_desktop.consultation.events.event_list import OTHER, OTHER_NAME, EventKind
from stemsup_desktop.consultation.events.event_model import (
    AdverseEvent,
    ContactPurpose,
    ContactWay,
    EventOutcome,
    Seriousness,
)
from stemsup_desktop.language import Text

Kinds = Mapping[str, EventKind]
"""Kinds of events by id."""

GRADE_WORDS: Mapping[int, Text] = MappingProxyType(
    {
        1: Text("1 mild", "1 軽度"),
        2: Text("2 moderate", "2 中等度"),
        3: Text("3 severe", "3 重度"),
        4: Text("4 life-threatening", "4 生命を脅かす"),
        5: Text("5 death", "5 死亡"),
    }
)

PLAIN_GRADES: Mapping[int, Text] = MappingProxyType(
    {
        1: Text("mild", "軽いもの"),
        2: Text("moderate", "中くらいのもの"),
        3: Text("severe", "重いもの"),
        4: Text("a threat to life", "命に関わるもの"),
        5: Text("death", "死亡"),
    }
)

# ICH E2A, section II.B.
SERIOUSNESS_WORDS: Mapping[Seriousness, Text] = MappingProxyType(
    {
        Seriousness.DEATH: Text("Resulted in death", "死亡"),
        Seriousness.LIFE_THREATENING: Text("Life-threatening", "生命を脅かすもの"),
        Seriousness.HOSPITALISATION: Text("Hospital stay begun or prolonged", "治療のための入院または入院期間の延長"),
        Seriousness.DISABILITY: Text("Lasting or significant disability", "永続的または顕著な障害・機能不全"),
        Seriousness.CONGENITAL: Text("Congenital anomaly or birth defect", "先天異常・先天性欠損"),
        Seriousness.IMPORTANT: Text("Otherwise medically important", "その他の医学的に重要な状態"),
    }
)

OUTCOME_WORDS: Mapping[EventOutcome, Text] = MappingProxyType(
    {
        EventOutcome.RECOVERED: Text("Recovered", "回復"),
        EventOutcome.RECOVERED_WITH_SEQUELAE: Text("Recovered with lasting effects", "回復したが後遺症あり"),
        EventOutcome.RECOVERING: Text("Recovering", "軽快"),
        EventOutcome.NOT_RECOVERED: Text("Not recovered", "未回復"),
        EventOutcome.FATAL: Text("Died", "死亡"),
        EventOutcome.UNKNOWN: Text("Unknown", "不明"),
    }
)

PURPOSE_WORDS: Mapping[ContactPurpose, Text] = MappingProxyType(
    {
        ContactPurpose.DAYS_1_TO_3: Text("Call-back on days 1 to 3", "1〜3日目の確認連絡"),
        ContactPurpose.DAY_14: Text("Call-back on day 14", "14日目の確認連絡"),
        ContactPurpose.MONTH_3: Text("Call-back at three months", "3か月目の確認連絡"),
        ContactPurpose.EVENT: Text("About an event", "有害事象の確認"),
        ContactPurpose.RECALL: Text("About a recalled lot", "回収ロットの連絡"),
    }
)

WAY_WORDS: Mapping[ContactWay, Text] = MappingProxyType(
    {
        ContactWay.PHONE: Text("Telephone", "電話"),
        ContactWay.LETTER: Text("Letter", "手紙"),
        ContactWay.MAIL: Text("E-mail", "メール"),
        ContactWay.VISIT: Text("Visit to the clinic", "来院"),
    }
)

OPEN_WORD, CLOSED_WORD = Text("open", "経過観察中"), Text("closed", "終了")
REACHED_WORD, NOT_REACHED_WORD = Text("reached", "連絡済み"), Text("not reached", "連絡つかず")
NOT_SERIOUS = Text("not serious", "重篤でない")


def say_kind(kind_id: str, description: str, kinds: Kinds) -> Text:
    """Return what an event is called in the chart; what is on no list is called as it was described."""
    kind, own = kinds.get(kind_id), description.strip()
    if kind is None:
        own = own or ("" if kind_id == OTHER else kind_id)
        return Text(own, own) if own else OTHER_NAME
    return Text(f"{kind.name.en}: {own}", f"{kind.name.ja}：{own}") if own else kind.name


def say_event(event: AdverseEvent, kinds: Kinds) -> Text:
    """Return what an event is called in the chart."""
    return say_kind(event.kind, event.description, kinds)


def say_plainly(event: AdverseEvent, kinds: Kinds) -> Text:
    """Return what an event is called to the patient, within a sentence."""
    kind = kinds.get(event.kind)
    return say_event(event, kinds) if kind is None else kind.plain

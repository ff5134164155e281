"""How a line of the list of everything missing or blocking is said, in window, documents and command line alike."""

from stemsup_desktop.consultation.gate_model import OpenKind, OpenPoint
from stemsup_desktop.language import Text

HEADING = Text("Missing or blocking", "不足・確認が必要な項目")

_KINDS = {
    OpenKind.STOP: Text("Stop: {title}", "中止：{title}"),
    OpenKind.REASON: Text("Reason wanted: {title}", "理由の記録待ち：{title}"),
    OpenKind.OPINION: Text("Opinion wanted: {title}", "専門医意見待ち：{title}"),
    OpenKind.NOT_JUDGED: Text("Cannot be judged: {title}", "判定できません：{title}"),
    OpenKind.MISSING: Text("{title}", "{title}"),
}


def say_open_point(point: OpenPoint) -> Text:
    """Return the words of one line; what is missing speaks for itself."""
    kind, label = _KINDS[point.kind], point.label
    return Text(kind.en.replace("{title}", label.en), kind.ja.replace("{title}", label.ja))

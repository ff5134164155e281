"""Pictures of the components: each in every state, light and dark, in both languages."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from picture_tools import keep
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.answer_segments import AnswerSegments
from stemsup_desktop.ui.components.buttons import Button, IconButton, LinkLabel
from stemsup_desktop.ui.components.check_box import CheckBox, RadioGroup
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.labels import Hairline, Label
from stemsup_desktop.ui.components.messages import BusyStrip, InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.step_bar import Step, StepMark, StepView
from stemsup_desktop.ui.components.tags import StateTag, TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.words import Words, read_catalogue

STATES = ("rest", "hover", "focus", "pressed", "disabled", "error", "busy")
TITLES = {
    Language.EN: ("Rest", "Hover", "Focus", "Pressed", "Disabled, read only", "Error, open", "Busy"),
    Language.JA: ("通常", "ポインタ", "フォーカス", "押下", "無効・閲覧のみ", "エラー・未入力", "処理中"),
}
WIDTH, HEIGHT = 1680, 1240
KINDS = ("primary", "secondary", "quiet", "danger")
TEXTS = {
    Language.EN: {
        "primary": "Seal document",
        "secondary": "Record opinion",
        "quiet": "Show details",
        "danger": "Discard",
        "link": "See the source",
        "busy": "Rendering…",
        "question": "Blood pressure",
        "day": "Date of birth",
        "note": "Note",
        "lot": "Lot",
        "score": "Thinning hair",
        "check": "Intradermal",
        "step": "Consent",
        "saved": "Three conditions are carried on.",
        "wrong": "This value is not possible. Check it.",
    },
    Language.JA: {
        "primary": "書類を封印",
        "secondary": "意見を記録",
        "quiet": "詳しく見る",
        "danger": "破棄",
        "link": "出典を見る",
        "busy": "作成中…",
        "question": "血圧",
        "day": "生年月日",
        "note": "メモ",
        "lot": "ロット",
        "score": "薄毛",
        "check": "皮内注射",
        "step": "同意",
        "saved": "3つの条件を引き継ぎます。",
        "wrong": "ありえない値です。確認してください。",
    },
}


class RingSample(QWidget):
    """Shows what is in it with room for the ring of the focus, which a window has only once, and with that ring."""

    def __init__(self, theme: Theme, shown: QWidget, *, has_ring: bool) -> None:
        super().__init__()
        self._theme = theme
        self._shown = shown
        self._has_ring = has_ring
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.addWidget(shown, 0, Qt.AlignmentFlag.AlignLeft if _is_narrow(shown) else Qt.AlignmentFlag(0))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._has_ring:
            return
        target = self._shown.box if isinstance(self._shown, FieldFrame) else self._shown
        corner = target.mapTo(self, QPoint(0, 0))
        ring = QRectF(corner.x() - 4, corner.y() - 4, target.width() + 8, target.height() + 8)
        painter = start_painting(self)
        draw_box(painter, ring, line=self._theme.colour("accent"), width=2, radius=9)
        painter.end()


def _is_narrow(shown: QWidget) -> bool:
    """Tell whether a component has a width of its own."""
    return shown.sizePolicy().horizontalPolicy() in (QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)


def take_components(application: QApplication, language: Language) -> None:
    """Take the sheet of components in one language, light and dark."""
    resources = find_resources()
    words = read_catalogue(resources / "i18n").in_language(language)
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme = Theme(resources, application, scheme)
        sheet = _make_sheet(theme, words)
        sheet.resize(WIDTH, HEIGHT)
        sheet.show()
        application.processEvents()
        _point_at_hovered(application, sheet)
        keep(sheet.grab().toImage(), f"components-{scheme}-{language}")
        sheet.close()
        sheet.deleteLater()


def _make_sheet(theme: Theme, words: Words) -> QWidget:
    sheet = QWidget()
    sheet.setProperty("surface", "base")
    sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for column, title in enumerate(TITLES[words.language], start=0):
        heading = Label(theme, title, role="small", tone="text-3", weight=500)
        heading.setContentsMargins(4, 0, 0, 0)
        grid.addWidget(heading, 0, column)
        grid.setColumnStretch(column, 1)
    for row, make in enumerate(_iter_makers(theme, words), start=1):
        for column, state in enumerate(STATES):
            made = make(state)
            if made is not None:
                grid.addWidget(_in_state(theme, made, state), row, column, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout(sheet)
    column.setContentsMargins(40, 24, 40, 24)
    column.setSpacing(16)
    column.addLayout(grid)
    column.addWidget(Hairline(theme, token="line-strong"))
    column.addLayout(_make_tags(theme, words))
    column.addStretch(1)
    return sheet


def _in_state(theme: Theme, made: QWidget, state: str) -> QWidget:
    """Put a component in a state as the pointer and the keyboard would."""
    parts = [made, *made.findChildren(QWidget)]
    if state == "hover":
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, not isinstance(part, QLabel))
            if hasattr(part, "_is_hovered"):
                part._is_hovered = True
    elif state == "pressed":
        for part in parts:
            if isinstance(part, QAbstractButton):
                part.setDown(True)
    return RingSample(theme, made, has_ring=state == "focus")


def _point_at_hovered(application: QApplication, sheet: QWidget) -> None:
    """Move the pointer over the buttons that are to be seen so: Qt's own buttons ask for it."""
    for button in sheet.findChildren(Button):
        if button.testAttribute(Qt.WidgetAttribute.WA_UnderMouse):
            at = QPointF(button.rect().center())
            no_button = Qt.MouseButton.NoButton
            kind, keys = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
            application.sendEvent(button, QMouseEvent(kind, at, at, no_button, no_button, keys))
            button.update()


def _iter_makers(theme: Theme, words: Words) -> Iterator[Callable[[str], QWidget | None]]:
    texts = TEXTS[words.language]
    for kind in KINDS:
        yield lambda state, kind=kind: _make_button(theme, words, kind, state)
    yield lambda state: _make_link(theme, texts, state)
    yield lambda state: _make_icon_button(theme, words, state)
    yield lambda state: _make_segments(theme, words, state)
    yield lambda state: _make_check(theme, texts, state)
    yield lambda state: _make_radio(theme, texts, state)
    yield lambda state: _make_number(theme, words, texts, state)
    yield lambda state: _make_text(theme, words, texts, state)
    yield lambda state: _make_day(theme, words, texts, state)
    yield lambda state: _make_choice(theme, words, texts, state)
    yield lambda state: _make_lines(theme, words, texts, state)
    yield lambda state: _make_score(theme, words, texts, state)
    yield lambda state: _make_step(theme, texts, state)


def _make_button(theme: Theme, words: Words, kind: str, state: str) -> QWidget | None:
    texts = TEXTS[words.language]
    if state == "error":
        return None
    if state == "busy":
        if kind != "primary":
            return None
        strip = BusyStrip(theme, words)
        strip.start(texts["busy"])
        strip.show()
        return strip
    button = Button(theme, texts[kind], kind=kind)
    button.setEnabled(state != "disabled")
    return button


def _make_link(theme: Theme, texts: dict[str, str], state: str) -> QWidget | None:
    if state in ("error", "busy"):
        return None
    link = LinkLabel(theme, texts["link"])
    link.setEnabled(state != "disabled")
    return link


def _make_icon_button(theme: Theme, words: Words, state: str) -> QWidget | None:
    if state in ("error", "busy"):
        return None
    button = IconButton(theme, "print", words("shell.keys_print"))
    button.setEnabled(state != "disabled")
    return button


def _make_segments(theme: Theme, words: Words, state: str) -> QWidget | None:
    if state == "busy":
        return None
    segments = AnswerSegments(theme, words, "X18")
    segments.set_value({"rest": "N", "hover": None, "focus": "Y", "pressed": "UNK", "disabled": "N"}.get(state))
    segments.set_read_only(state == "disabled")
    return segments


def _make_check(theme: Theme, texts: dict[str, str], state: str) -> QWidget | None:
    if state == "busy":
        return None
    box = CheckBox(theme, texts["check"])
    box.set_value(state in ("rest", "focus", "disabled"))
    box.set_error(state == "error")
    box.setEnabled(state != "disabled")
    return box


def _make_radio(theme: Theme, texts: dict[str, str], state: str) -> QWidget | None:
    if state in ("busy", "error"):
        return None
    group = RadioGroup(theme, texts["lot"], (("a", "A"), ("b", "B")), is_horizontal=True)
    group.set_value("a")
    group.setEnabled(state != "disabled")
    return group


def _make_number(theme: Theme, words: Words, texts: dict[str, str], state: str) -> QWidget | None:
    if state in ("busy", "pressed"):
        return None
    possible = Decimal(40), Decimal(300)
    field = NumberField(theme, words, texts["question"], unit="mmHg", is_required=True, possible=possible)
    field.set_value(Decimal(128))
    field.set_read_only(state == "disabled")
    if state == "error":
        field.set_error(texts["wrong"])
    return field


def _make_text(theme: Theme, words: Words, texts: dict[str, str], state: str) -> QWidget | None:
    if state in ("busy", "pressed"):
        return None
    field = TextField(theme, words, texts["lot"], is_required=True)
    field.set_value("" if state == "error" else "UC-260803")
    field.set_read_only(state == "disabled")
    return field


def _make_day(theme: Theme, words: Words, texts: dict[str, str], state: str) -> QWidget | None:
    if state in ("busy", "pressed"):
        return None
    field = DateField(theme, words, texts["day"], is_required=True)
    if state != "error":
        field.set_value(date(1978, 11, 30))
    field.set_read_only(state == "disabled")
    return field


def _make_choice(theme: Theme, words: Words, texts: dict[str, str], state: str) -> QWidget | None:
    if state in ("busy", "pressed"):
        return None
    field = ChoiceField(theme, words, texts["lot"], (("a", "HK-260914"),), is_required=True)
    field.set_value(None if state == "error" else "a")
    field.set_read_only(state == "disabled")
    return field


def _make_lines(theme: Theme, words: Words, texts: dict[str, str], state: str) -> QWidget | None:
    if state in ("busy", "pressed"):
        return None
    field = MultiLineField(theme, words, texts["note"], min_lines=2, is_required=True)
    field.set_value("" if state == "error" else texts["saved"])
    field.set_read_only(state == "disabled")
    return field


def _make_score(theme: Theme, words: Words, texts: dict[str, str], state: str) -> QWidget | None:
    if state not in ("rest", "error"):
        return None
    field = ScoreField(theme, words, texts["score"])
    field.set_value(None if state == "error" else 7)
    return field


def _make_step(theme: Theme, texts: dict[str, str], state: str) -> QWidget | None:
    marks = {"rest": StepMark.DONE, "disabled": StepMark.LOCKED}
    if state in ("busy", "error"):
        return None
    step = Step(theme)
    step.show_view(StepView(5, texts["step"], "", marks.get(state, StepMark.OPEN), is_current=state == "pressed"))
    step.set_caption_shown(False)
    step.setMinimumHeight(48)
    return step


def _make_tags(theme: Theme, words: Words) -> QVBoxLayout:
    keys = ("stop", "specialist", "caution", "information", "clear", "unanswered")
    column, row = QVBoxLayout(), QHBoxLayout()
    column.setSpacing(12)
    row.setSpacing(12)
    for state, key in zip(TagState, keys, strict=True):
        row.addWidget(StateTag(theme, state, words(f"common.{key}")))
    row.addStretch(1)
    column.addLayout(row)
    column.addWidget(InlineMessage(theme, TagState.CAUTION, TEXTS[words.language]["saved"], is_strip=True))
    return column

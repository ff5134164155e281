"""One photograph, or two side by side at the same scale; the scale is measured here, and a photograph removed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.photographs.scale import derive_scale
from stemsup_desktop.ui.components.buttons import Button, IconButton, QuietButton
from stemsup_desktop.ui.components.labels import ElidedLabel, Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.photographs.length_box import LengthBox
from stemsup_desktop.ui.photographs.levels import Levels
from stemsup_desktop.ui.photographs.picture_view import PictureView
from stemsup_desktop.ui.photographs.reason_box import ReasonBox
from stemsup_desktop.ui.photographs.view import LookedAt
from stemsup_desktop.ui.photographs.viewpoint import STEP, Viewpoint, derive_sizes, is_same_scale
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


class _Side(QWidget):
    """A picture with its heading and what can be done to it."""

    def __init__(self, theme: Theme, words: Words, one: LookedAt) -> None:
        super().__init__()
        self.one = one
        self.view = PictureView(theme)
        self.view.setObjectName(f"picture:{one.photo_id}")
        self.view.setAccessibleName(one.spoken)
        self.view.setAccessibleDescription(words("photographs.picture_keys"))
        self.measure = QuietButton(theme, words("photographs.measure"))
        self.measure.setObjectName(f"measure:{one.photo_id}")
        self.measure.setAccessibleName(words("photographs.measure_of", day=one.day))
        self.remove = Button(theme, words("photographs.remove"), kind="danger")
        self.remove.setObjectName(f"remove:{one.photo_id}")
        self.remove.setAccessibleName(words("photographs.remove_of", day=one.day))
        head = QHBoxLayout()
        head.setSpacing(sizes.XS)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Label(theme, one.day, role="section"))
        title = ElidedLabel(theme, one.title, role="compact", tone="text-2")
        title.setToolTip(one.title)
        texts.addWidget(title)
        head.addLayout(texts, 1)
        head.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        rows.addLayout(head)
        rows.addWidget(self.view, 1)


class Looking(QWidget):
    """Zoom and place are the same in both pictures. Holds decoded pictures only while it shows them."""

    scale_measured = Signal(str, str)
    """The photograph and its pixels per mm."""
    removal_confirmed = Signal(str, str)
    """The photograph and the reason."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._sides: list[_Side] = []
        self._viewpoint = Viewpoint()
        self._marked: tuple[str, QPointF, QPointF] | None = None
        self._removing = ""
        self._said = InlineMessage(theme)
        self._said.setObjectName("scale_said")
        self._nearer = IconButton(theme, "plus", words("photographs.nearer"))
        self._nearer.setObjectName("zoom_in")
        self._farther = IconButton(theme, "minus", words("photographs.farther"))
        self._farther.setObjectName("zoom_out")
        self._whole = QuietButton(theme, words("photographs.whole"), key_hint="0")
        self._whole.setObjectName("zoom_whole")
        self.length = LengthBox(theme, words)
        self.reason = ReasonBox(theme, words)
        self._row = QHBoxLayout()
        self._row.setSpacing(sizes.S)
        self._lay_out()
        self._nearer.clicked.connect(lambda: self._want(self._viewpoint.zoomed(STEP)))
        self._farther.clicked.connect(lambda: self._want(self._viewpoint.zoomed(1 / STEP)))
        self._whole.clicked.connect(lambda: self._want(Viewpoint()))
        self.length.length_entered.connect(self._on_length)
        self.reason.removal_confirmed.connect(lambda reason: self.removal_confirmed.emit(self._removing, reason))
        self.reason.given_up.connect(self.focus_first)

    @property
    def photo_ids(self) -> tuple[str, ...]:
        """What is looked at."""
        return tuple(side.one.photo_id for side in self._sides)

    @property
    def views(self) -> tuple[PictureView, ...]:
        """The pictures, from left to right."""
        return tuple(side.view for side in self._sides)

    def show_photographs(self, photographs: Sequence[LookedAt]) -> None:
        """Show one or two photographs, without their pictures yet."""
        self.forget()
        for one in photographs:
            side = _Side(self._theme, self._words, one)
            side.view.show_picture(None, one.pictured)
            side.view.viewpoint_wanted.connect(self._want)
            side.view.resized.connect(self._fit)
            side.view.length_marked.connect(lambda start, end, one=one: self._on_marked(one.photo_id, start, end))
            side.view.marking_ended.connect(lambda: self._on_length(None))
            side.measure.clicked.connect(lambda _=False, one=one: self.begin_measuring(one.photo_id))
            side.remove.clicked.connect(lambda _=False, one=one: self._on_remove(one))
            self._row.addWidget(side, 1)
            self._sides.append(side)
        self._viewpoint = Viewpoint()
        self._say()
        self._fit()

    def show_pictures(self, levels: Mapping[str, Levels]) -> None:
        """Show the decoded pictures of what is looked at."""
        for side in self._sides:
            if side.one.photo_id in levels:
                side.view.show_picture(levels[side.one.photo_id], side.view.pictured)
        self._fit()

    def forget(self) -> None:
        """Hold and show nothing any more."""
        for side in self._sides:
            side.view.forget()
            self._row.removeWidget(side)
            side.hide()
            side.deleteLater()
        self._sides = []
        self._marked = None
        self.length.hide()
        self.reason.hide()

    def focus_first(self) -> None:
        """Put the focus on the first picture."""
        if self._sides:
            self._sides[0].view.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> bool:
        """Leave what is being marked or removed; return whether there was anything."""
        if not self.length.isHidden():
            self._on_length(None)
            return True
        if not self.reason.isHidden():
            self.reason.hide()
            self.focus_first()
            return True
        return False

    def _want(self, viewpoint: Viewpoint) -> None:
        self._viewpoint = viewpoint
        self._fit()

    def _fit(self) -> None:
        """Show every picture from the same viewpoint, in the room there is."""
        if not self._sides:
            return
        view = (
            float(min(side.view.width() for side in self._sides)),
            float(min(side.view.height() for side in self._sides)),
        )
        pictured = [side.view.pictured for side in self._sides]
        sizes = derive_sizes(pictured, view)
        shown = (
            max(one.width * base for one, base in zip(pictured, sizes, strict=True)),
            max(one.height * base for one, base in zip(pictured, sizes, strict=True)),
        )
        self._viewpoint = self._viewpoint.bounded(view, shown)
        for side, base in zip(self._sides, sizes, strict=True):
            side.view.show_from(self._viewpoint, base)

    def _say(self) -> None:
        pictured = [side.view.pictured for side in self._sides]
        if len(pictured) < 2:
            key = "one_measured" if pictured and pictured[0].scale else "one_unmeasured"
        else:
            key = "same_scale" if is_same_scale(pictured) else "same_height"
        state = TagState.CAUTION if key == "same_height" else TagState.INFORMATION
        self._said.show_message(state, self._words(f"photographs.{key}"))

    # Measuring and removing

    def begin_measuring(self, photo_id: str) -> None:
        """Let a known length be marked on a photograph that is looked at."""
        side = next(one for one in self._sides if one.one.photo_id == photo_id)
        self.reason.hide()
        for one in self._sides:
            one.view.stop_marking()
        self._marked = None
        self.length.ask_ends()
        side.view.begin_marking()

    def _on_marked(self, photo_id: str, start: QPointF, end: QPointF) -> None:
        self._marked = photo_id, start, end
        self.length.ask_length()

    def _on_length(self, length_mm: Decimal | None) -> None:
        marked, self._marked = self._marked, None
        self.length.hide()
        for side in self._sides:
            side.view.stop_marking()
        self.focus_first()
        if marked is None or length_mm is None:
            return
        photo_id, start, end = marked
        scale = derive_scale(_to_place(start), _to_place(end), length_mm)
        if scale:
            self.scale_measured.emit(photo_id, scale)
        else:
            self._said.show_message(TagState.STOP, self._words("photographs.too_short"))

    def _on_remove(self, one: LookedAt) -> None:
        self.length.hide()
        self._removing = one.photo_id
        self.reason.ask(self._words("photographs.remove_question", day=one.day))

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(sizes.XXS)
        tools.addWidget(self._said, 1, Qt.AlignmentFlag.AlignVCenter)
        for button in (self._farther, self._nearer, self._whole):
            tools.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        rows.addLayout(tools)
        rows.addWidget(self.length)
        rows.addWidget(self.reason)
        ring = sizes.XXS  # the ring of the focus lies round a picture
        low = ScrollPane(margins=(ring, ring, ring, ring), spacing=0)  # a low window has less than the least of one
        low.rows.addLayout(self._row, 1)
        rows.addWidget(low, 1)


def _to_place(at: QPointF) -> tuple[Decimal, Decimal]:
    tenth = Decimal("0.1")
    return Decimal(at.x()).quantize(tenth), Decimal(at.y()).quantize(tenth)

"""The middle of step 4: the two drawings side by side, with their legend."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.buttons import KeyHint
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.pages.plan.rows import Swatch
from stemsup_desktop.ui.pages.plan.view import PlanView
from stemsup_desktop.ui.site_map.canvas import MapView, SiteCanvas
from stemsup_desktop.ui.site_map.drawing import Drawing
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

KEYS_FROM_PX = 620
ORDER = ("scalp-top", "face-front")


class MapPane(QWidget):
    """`site_toggled` carries the id of the site whose zone was chosen or taken back. Brackets walk every zone."""

    site_toggled = Signal(str)

    def __init__(self, theme: Theme, words: Words, content: Content, drawings: tuple[Drawing, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._current: str | None = None
        self._letters: tuple[tuple[str, str], ...] = ()
        self._is_read_only = False
        self._sites = {site.zone_id: site.site_id for site in content.reference.sites if site.zone_id is not None}
        in_order = sorted(drawings, key=lambda one: ORDER.index(one.view_id) if one.view_id in ORDER else len(ORDER))
        self._names = {
            zone.zone_id: zone.name.in_language(words.language) for drawing in in_order for zone in drawing.zones
        }
        self._canvases = tuple(self._make_canvas(drawing) for drawing in in_order)
        maps = QHBoxLayout()
        maps.setSpacing(24)
        for drawing, canvas in zip(in_order, self._canvases, strict=True):
            maps.addLayout(self._make_column(drawing, canvas), 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 10, 16, 8)
        rows.setSpacing(6)
        rows.addLayout(maps, 1)
        rows.addLayout(self._make_legend())
        theme.theme_changed.connect(self._repaint)

    def show_view(self, view: PlanView) -> None:
        """Show which zones are planned; reports nothing."""
        self._letters = view.letters
        self._keys_label.setText(self._words("plan.legend_walk" if view.locked else "plan.legend_keys"))
        self._is_read_only = bool(view.locked)
        self._show()

    def step(self, by: int) -> None:
        """Go to the next zone (`by` 1) or the one before (-1), through both drawings and round the end."""
        order = [zone_id for canvas in self._canvases for zone_id in canvas.zone_ids]
        start = -1 if by > 0 else 0
        here = order.index(self._current) if self._current in order else start
        self._reach(order[(here + by) % len(order)])
        self.focus_map()

    def focus_map(self) -> None:
        """Put the focus on the drawing with the current zone, or on the first."""
        wanted = next((canvas for canvas in self._canvases if self._current in canvas.zone_ids), self._canvases[0])
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_canvas(self, drawing: Drawing) -> SiteCanvas:
        canvas = SiteCanvas(drawing, self._theme.colour, self._words.language)
        canvas.setFont(self._theme.font("label", 700))
        canvas.setAccessibleName(self._words(f"plan.{drawing.view_id}"))
        canvas.zone_reached.connect(self._reach)
        canvas.zone_toggled.connect(self._on_zone_toggled)
        return canvas

    def _make_column(self, drawing: Drawing, canvas: SiteCanvas) -> QVBoxLayout:
        theme, words = self._theme, self._words
        title = Label(theme, words(f"plan.{drawing.view_id}"), role="section")
        note = Label(theme, words(f"plan.{drawing.view_id}_note"), role="small", tone="text-3")
        heading = QGridLayout()
        heading.setSpacing(0)
        heading.addWidget(title, 0, 1, Qt.AlignmentFlag.AlignHCenter)
        heading.addWidget(Label(theme, words("plan.right"), role="compact", tone="text-2", weight=700), 1, 0)
        heading.addWidget(note, 1, 1, Qt.AlignmentFlag.AlignHCenter)
        heading.addWidget(Label(theme, words("plan.left"), role="compact", tone="text-2", weight=700), 1, 2)
        heading.setColumnStretch(1, 1)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(heading)
        column.addWidget(canvas, 1)
        return column

    def _make_legend(self) -> QHBoxLayout:
        theme, words = self._theme, self._words
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addStretch(1)
        for kind in ("planned", "caution", "open"):
            row.addWidget(Swatch(theme, kind))
            row.addWidget(Label(theme, words(f"plan.legend_{kind}"), role="small", tone="text-2"))
            row.addSpacing(8)
        self._keys_label = Label(theme, words("plan.legend_keys"), role="small", tone="text-3")
        self._key_parts = [KeyHint(theme, "["), KeyHint(theme, "]"), self._keys_label]
        for part in self._key_parts:
            row.addWidget(part)
        row.addStretch(1)
        return row

    def set_room(self, width: int) -> None:
        """Leave the key hints out where they have no room; they are in the sheet of keys too."""
        for part in self._key_parts:
            set_shown(part, width >= KEYS_FROM_PX)

    def _reach(self, zone_id: str) -> None:
        self._current = zone_id
        self._show()

    def _on_zone_toggled(self, zone_id: str) -> None:
        if zone_id in self._sites:
            self.site_toggled.emit(self._sites[zone_id])

    def _show(self) -> None:
        letters = dict(self._letters)
        view = MapView(self._letters, self._current, self._is_read_only)
        for canvas in self._canvases:
            canvas.show_view(view, self._words.language)
            title = self._words(f"plan.{canvas.view_id}")
            if self._current in canvas.zone_ids:
                key = "plan.zone_state" if self._current in letters else "plan.zone_open"
                title = f"{title}. {self._words(key, zone=self._names[self._current])}"
            canvas.setAccessibleName(title)

    def _repaint(self) -> None:
        for canvas in self._canvases:
            canvas.update()

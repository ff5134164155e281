"""Where a reaction of step 6 was, and why it is serious where it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.course import count_points
from stemsup_desktop.consultation.events.event_model import Seriousness
from stemsup_desktop.consultation.events.event_words import SERIOUSNESS_WORDS
from stemsup_desktop.consultation.treatment_model import Reaction
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.requirement_line import FlowLayout
from stemsup_desktop.ui.pages.treatment.view import TreatmentView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

SEVERE = 3
"""From this grade on the reasons are open; below it they are a line to open."""

Options = tuple[tuple[str, str], ...]


class ReactionWhere(QWidget):
    """`changed` carries the record's field and its value."""

    changed = Signal(str, object)

    def __init__(self, theme: Theme, words: Words, position: int) -> None:
        super().__init__()
        self._offered: tuple[Options, Options] = ((), ())
        self._is_open = False
        self._site = ChoiceField(theme, words, words("events.site"), none_text=words("events.no_site"))
        self._site.setObjectName(f"reaction_site:{position}")
        self._site.value_changed.connect(lambda site_id: self.changed.emit("site_id", site_id or ""))
        self._point = ChoiceField(theme, words, words("events.point"), none_text=words("events.no_point"))
        self._point.setObjectName(f"reaction_point:{position}")
        self._point.value_changed.connect(
            lambda number: self.changed.emit("point", None if number is None else int(str(number)))
        )
        self._open = LinkLabel(theme, words("treatment.say_serious"))
        self._open.setObjectName(f"reaction_serious:{position}")
        self._open.clicked.connect(self._on_open)
        self._reasons = QWidget()
        self._boxes: dict[Seriousness, CheckBox] = {}
        for one, text in SERIOUSNESS_WORDS.items():
            box = CheckBox(theme, text.in_language(words.language))
            box.setObjectName(f"reaction_serious_{one.value}:{position}")
            box.toggled.connect(self._on_toggled)
            self._boxes[one] = box
        self._lay_out(Label(theme, words("events.seriousness"), role="compact", tone="text-2"))

    def show_view(self, reaction: Reaction, view: TreatmentView) -> None:
        """Show where one reaction was and why it is serious; reports nothing."""
        sites = _list_sites(reaction, view)
        points = _list_points(reaction, view)
        if (sites, points) != self._offered:
            self._offered = (sites, points)
            self._site.set_options(sites)
            self._point.set_options(points)
        self._site.set_value(reaction.site_id or None)
        self._point.set_value(None if reaction.point is None else str(reaction.point))
        set_shown(self._site, bool(sites))
        set_shown(self._point, bool(points))
        for field in (self._site, self._point):
            field.set_read_only(view.is_locked)
        for one, box in self._boxes.items():
            box.set_value(one in reaction.seriousness)
            box.setEnabled(not view.is_locked)
        is_open = self._is_open or bool(reaction.seriousness) or reaction.grade >= SEVERE
        set_shown(self._reasons, is_open)
        set_shown(self._open, not is_open and not view.is_locked)

    def _lay_out(self, heading: Label) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.S)
        row.addWidget(self._site, 3)
        row.addWidget(self._point, 2)
        row.addStretch(3)
        flow = QWidget()
        boxes = FlowLayout(flow)
        for box in self._boxes.values():
            boxes.addWidget(box)
        below = QVBoxLayout(self._reasons)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(sizes.XXS)
        below.addWidget(heading)
        below.addWidget(flow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XS)
        column.addLayout(row)
        column.addWidget(self._open)
        column.addWidget(self._reasons)

    def _on_open(self) -> None:
        self._is_open = True
        set_shown(self._reasons, True)
        self._boxes[Seriousness.DEATH].setFocus()
        set_shown(self._open, False)

    def _on_toggled(self) -> None:
        self.changed.emit("seriousness", tuple(one for one, box in self._boxes.items() if box.isChecked()))


def _list_sites(reaction: Reaction, view: TreatmentView) -> Options:
    """Return the sites that can be chosen; one that was recorded and is no longer there stays."""
    sites = tuple((row.planned.site_id, row.title) for row in view.sites)
    if reaction.site_id and reaction.site_id not in dict(sites):
        sites += ((reaction.site_id, reaction.site_id),)
    return sites


def _list_points(reaction: Reaction, view: TreatmentView) -> Options:
    """Return the points of the site by number; one that was recorded and is no longer there stays."""
    treated = next((row.treated for row in view.sites if row.planned.site_id == reaction.site_id), None)
    count = 0 if treated is None else count_points(treated) or 0
    numbers = [*range(1, count + 1)]
    if reaction.point is not None and reaction.point > count:
        numbers.append(reaction.point)
    return tuple((f"{number}", f"{number}") for number in numbers)

"""Whether anything on screen may move by itself: the one place that every animation asks."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessibilityHints
from PySide6.QtWidgets import QApplication

EFFECTS = (
    *(Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo),
    *(Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeTooltip, Qt.UIEffect.UI_AnimateToolBox),
)
"""What Qt moves by itself."""


class Motion(QObject):
    """Reduced where the system asks for it, or the person does here; `changed` says that it may differ now."""

    changed = Signal()

    def __init__(self, app: QApplication, *, wants_less: bool = False) -> None:
        super().__init__()
        self._app = app
        self._wants_less = wants_less
        self._usual = tuple(effect for effect in EFFECTS if app.isEffectEnabled(effect))
        self._style = app.styleHints()  # kept: without it Python takes what it gives for deleted
        self._hints: QAccessibilityHints = self._style.accessibility()
        self._hints.motionPreferenceChanged.connect(self._follow)
        self._follow()

    @property
    def wants_less(self) -> bool:
        """What the person asked for here, whatever the system says."""
        return self._wants_less

    @property
    def is_reduced(self) -> bool:
        """Whether nothing may move by itself."""
        return self._wants_less or self._hints.motionPreference() == Qt.MotionPreference.ReducedMotion

    def set_wants_less(self, wants_less: bool) -> None:
        """Move less, or as the system does."""
        if wants_less != self._wants_less:
            self._wants_less = wants_less
            self._follow()

    def _follow(self) -> None:
        for effect in self._usual:
            self._app.setEffectEnabled(effect, not self.is_reduced)
        self.changed.emit()

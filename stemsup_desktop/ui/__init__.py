"""The window; alone knows PySide6."""

from stemsup_desktop.ui.immortal import make_immortal

make_immortal(None, True, False)

"""How the window looks: tokens, fonts, icons, palette and style sheet. No page sets a colour or a size of its own."""

from stemsup_desktop.ui.theme.theme import Scheme, Theme, make_application, set_look

__all__ = ["Scheme", "Theme", "make_application", "set_look"]

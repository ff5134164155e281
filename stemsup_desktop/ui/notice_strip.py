"""A strip on the first page for what is odd around the vault although it opened: a wrong clock, a stray copy."""

from stemsup_desktop.store.notices import Notice
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


def make_notice_strip(notice: Notice, theme: Theme, words: Words) -> InlineMessage:
    """Return the strip of one notice: its sentence, and the file or day that it is about."""
    sentence = words("shell.notice", sentence=words(f"problem.{notice.code}"), about=notice.about)
    return InlineMessage(theme, TagState.CAUTION, sentence, is_strip=True)

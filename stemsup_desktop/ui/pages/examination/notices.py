"""What keeps the form as a whole from being complete, at the top of it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.view_model import FormNotice


class NoticeList(QWidget):
    """Sentences about the form as a whole; hidden while there are none."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._theme = context.theme
        self._notices: tuple[FormNotice, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setObjectName("form_notices")
        self.hide()

    def show_notices(self, notices: tuple[FormNotice, ...]) -> None:
        """Show the notices; none hides the list."""
        if notices == self._notices:
            return
        self._notices = notices
        while (taken := self._column.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.deleteLater()
        for notice in notices:
            state = TagState.STOP if notice.is_error else TagState.CAUTION
            self._column.addWidget(InlineMessage(self._theme, state, notice.sentence))
        set_shown(self, bool(notices))

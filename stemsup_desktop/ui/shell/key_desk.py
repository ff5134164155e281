"""The sheet of keys in the window: opened and closed by its key, with the ways from it to paper and to the tour."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.sheet import Sheet, find_top_sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.laying_out import paint_in_next_turn
from stemsup_desktop.ui.shell.key_map import derive_key_map
from stemsup_desktop.ui.shell.key_sheet import KEY_SHEET, iter_key_groups, make_key_sheet
from stemsup_desktop.ui.shell.page_stack import PageStack
from stemsup_desktop.ui.turns import take_in_turns


class KeyDesk(QObject):
    """`root` is what sheets lie over, `show_sheet` opens one there."""

    print_requested = Signal()
    tour_requested = Signal()

    def __init__(
        self, context: PageContext, stack: PageStack, root: QWidget, show_sheet: Callable[[Sheet], None]
    ) -> None:
        super().__init__(root)
        self._context = context
        self._stack = stack
        self._root = root
        self._show_sheet = show_sheet
        self._coming: Sheet | None = None
        """The sheet that is shown once its keys are on it."""

    @property
    def is_open(self) -> bool:
        """Whether the keys are what lies on top."""
        top = find_top_sheet(self._root)
        return top is not None and top.objectName() == KEY_SHEET

    def toggle(self) -> None:
        """Show the keys of the page on show, or put them away."""
        if self._coming is not None:
            self._coming.deleteLater()
            self._coming = None
            return
        if self.is_open:
            self._dismiss()
            return
        page, context = self._stack.current_page, self._context
        bound, shown = (page.bound, page.action_bar.list_keys()) if page is not None else ({}, ())
        groups = derive_key_map(self._stack.current_id, bound, shown, context.words)
        sheet = make_key_sheet(context.theme, context.words, self._root)
        again = SecondaryButton(context.theme, context.words("tour.again"))
        again.setObjectName("tour_again")
        again.clicked.connect(sheet.dismiss)
        again.clicked.connect(self.tour_requested)
        on_paper = SecondaryButton(context.theme, context.words("key_list.print"), icon_name="print")
        on_paper.setObjectName("print_keys")
        on_paper.setToolTip(context.words("key_list.print_tip"))
        on_paper.clicked.connect(self.print_all)
        for place, button in enumerate((again, on_paper)):
            sheet.buttons.insertWidget(place, button)
        pieces = iter_key_groups(context.theme, sheet, groups)
        if self._stack.warms_up:
            self._coming = sheet
            take_in_turns(sheet, pieces, self._show_coming)
        else:
            for _ in pieces:
                pass
            self._open(sheet)

    def _show_coming(self) -> None:
        sheet, self._coming = self._coming, None
        if sheet is not None:
            self._open(sheet)

    def _open(self, sheet: Sheet) -> None:
        paint_in_next_turn(self._root.window())
        self._show_sheet(sheet)

    def print_all(self) -> None:
        """Ask for every key on paper; the sheet that shows those of the page goes."""
        self._dismiss()
        self.print_requested.emit()

    def _dismiss(self) -> None:
        top = find_top_sheet(self._root)
        if top is not None:
            top.dismiss()

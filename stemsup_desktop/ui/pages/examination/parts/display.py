"""Words of the questionnaire that ask nothing."""

from PySide6.QtWidgets import QVBoxLayout

from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.parts.notes import LinkLine, NoteLine
from stemsup_desktop.ui.pages.examination.parts.part import Part, Wishes
from stemsup_desktop.ui.pages.examination.view_model import RowView
from stemsup_desktop.ui.theme import sizes

_QUIET = ("header", "footer", "legal")


class DisplayPart(Part):
    """A text, marked as instruction, security or legal where the file says so."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        item = row.item
        role, tone = ("small", "text-3") if item.item_control in _QUIET else ("compact", "text-2")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, sizes.XXS, 0, sizes.XXS)
        outer.addWidget(NoteLine(item, context, role=role, tone=tone))
        for link in item.support_links:
            outer.addWidget(LinkLine(link, context))
        self.setObjectName(row.name)

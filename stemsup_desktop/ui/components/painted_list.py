"""What every list whose lines a delegate paints has in common."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListView


def set_up_painted_list(view: QListView, name: str, object_name: str) -> None:
    """Make a list one that is walked and read, one line at a time, and never edited or scrolled sideways."""
    view.setObjectName(object_name)
    view.setAccessibleName(name)
    view.setProperty("ring", False)  # the delegate rings the line
    view.setMouseTracking(True)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

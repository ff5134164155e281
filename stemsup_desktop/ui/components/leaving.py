"""How a part leaves a page for good."""

from PySide6.QtWidgets import QWidget


def drop(widget: QWidget) -> None:
    """Take a widget off the page; nobody finds it, or what is in it, by its name while it waits to be deleted.

    It keeps its parent until then: Qt would style anew all that is in it for having none.
    """
    widget.hide()
    for one in (widget, *widget.findChildren(QWidget)):
        one.setObjectName("")
    widget.deleteLater()

"""Says what a layout holds, first to last, and never asks it for an item.

`QLayout.itemAt` makes a wrapper that the layout keeps: when the widget goes, Qt deletes the item and nobody tells the
wrapper, which then answers for whatever comes to lie at that address, and is freed once more with the layout.
"""

from collections.abc import Iterable
from operator import itemgetter

from PySide6.QtWidgets import QLayout, QWidget


def list_parts(layout: QLayout, among: Iterable[QWidget] | None = None) -> list[QWidget | QLayout]:
    """Return the widgets and layouts that a layout holds itself, in its own order.

    `among` are the children of the widget that it lays out, where whoever asks has them.
    """
    placed: list[tuple[int, QWidget | QLayout]] = []
    for widget in _list_children(layout) if among is None else among:
        if (at := layout.indexOf(widget)) >= 0:
            placed.append((at, widget))
    placed += [(layout.indexOf(one), one) for one in layout.children() if isinstance(one, QLayout)]
    return [part for _, part in sorted(placed, key=itemgetter(0))]


def _list_children(layout: QLayout) -> list[QWidget]:
    holder = layout.parentWidget()
    return [] if holder is None else [child for child in holder.children() if isinstance(child, QWidget)]

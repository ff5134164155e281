"""Says what a layout holds, first to last, and never asks it for an item.

`QLayout.itemAt` makes a wrapper that the layout keeps: when the widget goes, Qt deletes the item and nobody tells the
wrapper, which then answers for whatever comes to lie at that address, and is freed once more with the layout.
"""

from PySide6.QtWidgets import QLayout, QWidget


def list_parts(layout: QLayout) -> list[QWidget | QLayout]:
    """Return the widgets and layouts that a layout holds itself, in its own order."""
    holder = layout.parentWidget()
    widgets = [child for child in holder.children() if isinstance(child, QWidget)] if holder is not None else []
    inner = [child for child in layout.children() if isinstance(child, QLayout)]
    placed: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(one), one) for one in widgets]
    placed += [(layout.indexOf(one), one) for one in inner]
    return [part for at, part in sorted(placed, key=lambda one: one[0]) if at >= 0]

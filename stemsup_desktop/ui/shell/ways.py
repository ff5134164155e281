"""The way to a page of the window for whoever has something for it."""

from typing import Any, TypeVar

from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.shell.main_window import MainWindow

PageT = TypeVar("PageT", bound=Page[Any])


def go_to_page(window: MainWindow, page_id: str, kind: type[PageT]) -> PageT | None:
    """Show a page; None where the window stays on another, as with a sheet that asks about it first."""
    window.go_to(page_id)
    page = window.stack.current_page
    return page if isinstance(page, kind) else None

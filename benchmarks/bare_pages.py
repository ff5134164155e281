"""Seven plain PySide6 forms, each made in one go when opened, under the same watch. Run as a process of its own."""

import json
import sys
from collections.abc import Iterator

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QCheckBox, QFormLayout, QLineEdit, QStackedWidget, QWidget

from benchmarks.stall_watch import StallWatch
from benchmarks.walker import Wait, run_walk
from stemsup_desktop.resources import find_resources

PAGES, ROWS = 7, 40


def make_form() -> QWidget:
    """Return a form of as many rows as an average step has fields."""
    page = QWidget()
    form = QFormLayout(page)
    for row in range(ROWS):
        form.addRow(f"質問 Question {row}", QCheckBox("はい Yes") if row % 2 else QLineEdit())
    return page


def open_pages(stack: QStackedWidget, watch: StallWatch) -> Iterator[Wait]:
    """Open one form after the other, then each once more."""
    for number in range(PAGES):
        watch.place = f"form {number + 1}: first time"
        stack.setCurrentIndex(stack.addWidget(make_form()))
        yield watch.rest()
    for number in range(PAGES):
        watch.place = f"form {number + 1}: again"
        stack.setCurrentIndex(number)
        yield watch.rest()


def main() -> None:
    """Open the forms and print the longest stall of each as JSON."""
    application = QApplication([])
    for path in sorted((find_resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    application.setFont(QFont("Noto Sans JP", 10))
    stack, watch = QStackedWidget(), StallWatch()
    stack.resize(1440, 900)
    stack.show()
    run_walk(application, open_pages(stack, watch), watch)
    sys.stdout.write(json.dumps([stall.as_json() for stall in watch.stalls]) + "\n")


if __name__ == "__main__":
    main()

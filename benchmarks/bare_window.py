"""The least that can be compared: a PySide6 window with the same three fonts. Run as a process of its own."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from benchmarks.readiness import say_when_ready
from stemsup_desktop.resources import find_resources


def main() -> None:
    """Show the window, say that it is ready, and end."""
    application = QApplication([])
    for path in sorted((find_resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    application.setFont(QFont("Noto Sans JP", 10))
    window = QMainWindow()
    window.setCentralWidget(QLineEdit("患者 Patient"))
    window.resize(1440, 900)
    say_when_ready(window)
    window.show()
    application.exec()


if __name__ == "__main__":
    main()

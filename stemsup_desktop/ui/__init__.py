"""The window; alone knows PySide6."""

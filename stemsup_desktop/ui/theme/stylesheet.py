"""The one style sheet, filled from the tokens: fills, outlines, radii, padding. Type sizes are fonts, not here."""

from collections.abc import Mapping
from string import Template

from stemsup_desktop.ui.theme.tokens import TypeRole

_TONES = (
    *("text", "text-2", "text-3", "accent", "on-accent", "stop", "on-stop", "spec", "caut", "info", "clear", "open"),
    *("base", "window"),
)
_SURFACES = ("base", "window", "sunken", "raised", "hover", "tint", "tint-2", "desk", "patient")
_FLAGS = ("stop", "spec", "caut", "info", "clear", "open")

_GROWING_PX = {"control_px": 30, "bar_px": 34, "row_px": 32}
"""Heights inside the outline that go with the size of text."""

_TEMPLATE = Template("""
QWidget { color: $text; selection-background-color: $tint_2; selection-color: $text; }
QMainWindow, QDialog { background: $base; }
QToolTip { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px 8px; }

QPushButton
  { border-radius: 6px; outline: 0; padding: 0 12px; min-height: ${control_px}px; border: 1px solid transparent; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed
  { background: $accent_press; border-color: $accent_press; }
QPushButton[kind="secondary"] { background: $base; color: $text; border-color: $control; }
QPushButton[kind="secondary"]:hover, QPushButton[kind="secondary"]:pressed { background: $hover; }
QPushButton[kind="secondary"]:checked { background: $tint; color: $accent; border-color: $accent; }
QPushButton[kind="quiet"] { background: transparent; color: $accent; }
QPushButton[kind="quiet"]:hover, QPushButton[kind="quiet"]:pressed { background: $hover; }
QPushButton[kind="danger"] { background: $base; color: $stop; border-color: $stop; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed { background: $stop_bg; }
QPushButton[kind="on-stop"] { background: transparent; color: $on_stop; border-color: $on_stop; }
QPushButton[kind="inverse"] { background: transparent; color: $base; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="secondary"]:disabled, QPushButton[kind="danger"]:disabled
  { background: $hover; color: $text_3; border-color: $line_strong; }
QPushButton[kind="quiet"]:disabled { color: $text_3; }
QPushButton[place="bar"] { min-height: ${bar_px}px; padding: 0 16px; }
QPushButton[place="inset"] { min-height: 26px; max-height: 26px; padding: 0; }
QPushButton[kind="link"] { min-height: 0; padding: 0; border: 0; color: $accent; background: transparent; }
QPushButton[kind="link"]:hover { color: $accent_press; }
QPushButton[kind="link"]:disabled { color: $text_3; }

QLineEdit[kind="bare"], QComboBox[kind="bare"], QPlainTextEdit[kind="bare"]
  { background: transparent; border: 0; padding: 0; color: $text; }
QLineEdit[kind="bare"], QPlainTextEdit[kind="bare"] { placeholder-text-color: $text_3; }
QLineEdit[kind="bare"]:disabled, QLineEdit[kind="bare"]:read-only, QPlainTextEdit[kind="bare"]:disabled,
QComboBox[kind="bare"]:disabled { color: $text_3; }
QComboBox[kind="bare"]::drop-down { border: 0; width: 0; }
QComboBox[kind="bare"] { combobox-popup: 0; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line_strong; padding: 4px; outline: 0; }
QComboBox QAbstractItemView::item { min-height: ${control_px}px; padding: 0 8px; border-radius: 4px; color: $text; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover
  { background: $tint_2; color: $text; }

QMenu { background: $raised; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $tint_2; }
QMenu::item:disabled { color: $text_3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QScrollArea { border: 0; background: transparent; }
QScrollArea > QWidget > QWidget[kind="pane"] { background: transparent; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 2px; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 2px; }
QScrollBar::handle { background: $line_strong; border-radius: 4px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTableView, QListView, QTreeView { background: transparent; border: 0; outline: 0; gridline-color: transparent; }
QTableView::item { border: 0; border-bottom: 1px solid $line; padding: 4px 8px; }
QTableView::item:hover { background: $hover; }
QTableView::item:selected { background: $tint_2; color: $text; }
QListView::item { min-height: ${row_px}px; padding: 0 12px; border-radius: 6px; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $tint_2; color: $text; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: $text_3; border: 0; border-bottom: 1px solid $line_strong;
  padding: 4px 8px; }
QTabWidget::pane { border: 0; }
QTabBar::tab { padding: 8px 12px; color: $text_2; border: 0; border-bottom: 3px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QSplitter::handle { background: $line; }
QProgressBar { background: $hover; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")


def make_stylesheet(colours: Mapping[str, str], types: Mapping[str, TypeRole], family: str, text_scale: float) -> str:
    """Return the style sheet of one theme; `text_scale` multiplies every type size and what goes with it."""
    sizes = {name: str(round(px * text_scale)) for name, px in _GROWING_PX.items()}
    parts = [_TEMPLATE.substitute({name.replace("-", "_"): colour for name, colour in colours.items()}, **sizes)]
    parts += [f'QLabel[tone="{tone}"] {{ color: {colours[tone]}; }}' for tone in _TONES]
    parts += [f'QWidget[surface="{surface}"] {{ background: {colours[surface]}; }}' for surface in _SURFACES]
    for flag in _FLAGS:
        fill, line = colours[f"{flag}-bg"], colours[f"{flag}-line"]
        parts.append(f'QFrame[flag="{flag}"] {{ background: {fill}; border: 1px solid {line}; border-radius: 8px; }}')
        parts.append(f'QFrame[strip="{flag}"] {{ background: {fill}; border: 0; border-bottom: 1px solid {line}; }}')
    for edge in ("top", "bottom", "left", "right"):
        parts.append(f'QWidget[edge="{edge}"] {{ border: 0; border-{edge}: 1px solid {colours["line-strong"]}; }}')
    parts.append(
        f'QFrame[kind="card"] {{ background: {colours["base"]}; border: 1px solid {colours["line-strong"]}; '
        "border-radius: 8px; }"
    )
    parts.append(f'QFrame[kind="card"][state="stop"] {{ border-color: {colours["stop-line"]}; }}')
    for role, (size, _, own_weight) in types.items():
        px = round(size * text_scale)
        for weight in (0, 400, 500, 700):
            # A label's font comes from here: Qt forgets one set by hand when a label is polished again.
            selector = f'QLabel[role="{role}"][weight="{weight}"]'
            parts.append(f'{selector} {{ font: {weight or own_weight} {px}px "{family}"; }}')
    return "\n".join(parts)

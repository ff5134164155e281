"""A certificate from CSV: the place for the file, then every row before any of it is imported."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel, SecondaryButton
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.labels import IconLabel, Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.lots.part import Part
from stemsup_desktop.ui.pages.lots.import_view import ImportView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import ICONS, TagState
from stemsup_desktop.ui.words import Words

_STEP = 40


class PreviewPart(Part[ImportView]):
    """Every row of the file, the bad ones first; a long file is shown bit by bit."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        self._most = _STEP

    def show_view(self, view: ImportView | None) -> None:
        if view != self._shown:
            self._most = _STEP
        super().show_view(view)

    def _fill(self, rows: QVBoxLayout, view: ImportView) -> None:
        rows.addWidget(WrapLabel(self.theme, view.file_name, role="section"))
        rows.addWidget(InlineMessage(self.theme, view.state, view.summary))
        if view.ignored:
            rows.addWidget(InlineMessage(self.theme, TagState.INFORMATION, view.ignored))
        captions = tuple(self.words(f"lots.import_{key}") for key in ("line", "name", "written", "said"))
        grid = self.make_grid(captions, (0, 3, 4, 5))
        top = Qt.AlignmentFlag.AlignTop
        for number, line in enumerate(view.lines[: self._most], start=1):
            said = QHBoxLayout()
            said.setSpacing(sizes.XS)
            icon = IconLabel(self.theme, ICONS[line.state], line.state.value, 16, line="compact")
            said.addWidget(icon, 0, top)
            said.addWidget(self.make_text(line.said, "stop" if line.state is TagState.STOP else "text"), 1)
            grid.addWidget(self.make_text(line.number, "text-3"), number, 0, top)
            grid.addWidget(self.make_text(line.name), number, 1, top)
            grid.addWidget(self.make_text(line.written, "text-2"), number, 2, top)
            grid.addLayout(said, number, 3)
        rows.addLayout(grid)
        rest = len(view.lines) - self._most
        if rest > 0:
            more = LinkLabel(self.theme, self.words("lots.import_more", count=rest))
            more.setObjectName("more_rows")
            more.clicked.connect(lambda: self._show_more(view))
            rows.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_more(self, view: ImportView) -> None:
        self._most += _STEP
        self._shown = None
        super().show_view(view)


class ImportPane(ScrollPane):
    """`file_dropped` carries a path; nothing is kept before the page's main action."""

    choose_requested = Signal()
    example_requested = Signal()
    file_dropped = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(margins=(sizes.XL, sizes.L, sizes.XL, sizes.XL), spacing=sizes.M)
        self._title = WrapLabel(theme, role="title")
        self._title.setObjectName("import_title")
        self.button = SecondaryButton(theme, words("lots.choose_file"), icon_name="folder")
        self.button.setObjectName("choose_csv")
        self.button.clicked.connect(self.choose_requested)
        area = DropArea(theme, words("lots.import_drop"), self.button)
        area.setObjectName("drop_csv")
        area.file_dropped.connect(self.file_dropped)
        example = LinkLabel(theme, words("lots.import_example"))
        example.setObjectName("save_example")
        example.clicked.connect(self.example_requested)
        self._problem = InlineMessage(theme)
        self._problem.setObjectName("import_problem")
        self.preview = PreviewPart(theme, words)
        self.preview.setObjectName("import_preview")
        set_shown(self.preview, False)
        widgets: tuple[QWidget, ...] = (
            self._title,
            Label(theme, words("lots.import_note"), role="compact", tone="text-2", wraps=True, keeps_phrases=True),
            area,
        )
        for widget in widgets:
            self.add(widget)
        self.rows.addWidget(example, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._problem)
        self.add(self.preview)
        self.add_stretch()

    def show_view(self, title: str, view: ImportView | None, problem: str) -> None:
        """Show a file's rows, or why it cannot be read, or only the place for one."""
        self._title.setText(title)
        self._problem.show_message(TagState.STOP, problem)
        self.preview.show_view(view)

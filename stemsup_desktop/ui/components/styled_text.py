"""Text with bold words and lists, drawn from paragraphs; whatever looks like HTML in it is shown as typed."""

from html import escape

from PySide6.QtCore import Qt

from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.markdown import Paragraph, Run, read_markdown
from stemsup_desktop.ui.theme import Theme


class StyledText(Label):
    """Shows Markdown as styled text; nothing in it can be followed or fetched."""

    def __init__(self, theme: Theme, markdown: str, *, role: str = "body", tone: str = "text") -> None:
        super().__init__(theme, role=role, tone=tone, wraps=True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setOpenExternalLinks(False)
        paragraphs = read_markdown(markdown)
        self.setText("".join(map(_draw, paragraphs)))
        self.setAccessibleName("\n".join(_say(paragraph) for paragraph in paragraphs))


def _draw(paragraph: Paragraph) -> str:
    bullet = f"{escape(paragraph.bullet)}&nbsp;" if paragraph.bullet else ""
    indent = ' style="margin: 0 0 2px 12px"' if paragraph.bullet else ' style="margin: 0 0 4px 0"'
    return f"<p{indent}>{bullet}{''.join(map(_draw_run, paragraph.runs))}</p>"


def _draw_run(run: Run) -> str:
    text = escape(run.text)
    text = f"<i>{text}</i>" if run.is_italic else text
    return f"<b>{text}</b>" if run.is_bold else text


def _say(paragraph: Paragraph) -> str:
    words = "".join(run.text for run in paragraph.runs)
    return f"{paragraph.bullet} {words}" if paragraph.bullet else words

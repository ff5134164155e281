"""Short words that are drawn on one line and read in each language of the document."""

from stemsup_desktop.documents.facing import Facing, merge
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pen import SLASH, Pen
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.language import Text


class SpokenWords:
    """Words inside a drawing: content of `elem`, or of a span of it for each language that says it otherwise."""

    def __init__(self, facing: Facing, text: Text, elem: Elem) -> None:
        said = merge(facing.say(text))
        elems = [elem]
        if len(said) > 1:
            elems = [elem.add(Elem(Tag.SPAN, language=language)) for language in facing.languages]
        self._said = tuple(zip(said, elems, strict=True))

    def width(self, fonts: FontFolder, style: Style) -> float:
        """Return how wide the words are in points."""
        return fonts.width(SLASH.join(text for text, _ in self._said), style.face, style.size)

    def write(self, pen: Pen, x: float, top: float, style: Style) -> None:
        """Write them; what stands between two languages is not read."""
        for index, (text, elem) in enumerate(self._said):
            if index:
                x += pen.slash(x, top, style)
            with pen.content(elem):
                pen.text(x, top, text, style)
            x += pen.fonts.width(text, style.face, style.size)

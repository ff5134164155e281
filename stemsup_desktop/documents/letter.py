"""A letter to one patient: addressee, sender, what is told, and numbered parts below."""

from stemsup_desktop.consultation.lots.recall_letter import Letter
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.sheet_model import SheetPart
from stemsup_desktop.documents.blocks import set_blocks
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import title_block
from stemsup_desktop.documents.pieces import Follow, Gap, Piece, Stack
from stemsup_desktop.documents.printing import print_document
from stemsup_desktop.documents.styles import BODY, MM, STRONG, WIDTH
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Text

KEPT = Text("The clinic keeps a copy under this number", "この番号で控えを当院に保管しています")


def render_letter(letter: Letter, patient: Patient, request: DocumentRequest, fonts: FontFolder) -> RenderedDocument:
    """Render a letter; nothing in it is signed, sealed or sent back, so it has neither field nor square code."""
    setter = Typesetter(fonts)
    flow: list[Piece] = [
        setter.prose(letter.date, letter.title, BODY, align=1.0),
        *(setter.prose(line, letter.title, STRONG if line == letter.to[-1] else BODY) for line in letter.to),
        Gap(2 * MM),
        *(setter.prose(line, letter.title, BODY, align=1.0) for line in letter.sender),
        Gap(4 * MM),
        title_block(setter, letter.title, ""),
        Gap(3 * MM),
    ]
    for paragraph in letter.opening:
        flow += [setter.prose(paragraph, letter.title), Gap(1.6 * MM)]
    end = 0.0 if letter.signs_left else 1.0
    flow += [setter.prose(line, letter.title, BODY, align=end) for line in letter.regards]
    if letter.below:
        flow += [Gap(2 * MM), Follow(setter.prose(letter.below, letter.title, STRONG, align=0.5))]
    for number, part in enumerate(letter.parts, 1):
        flow += _set_part(setter, number, part, letter)
    if letter.end:
        flow += [Gap(2 * MM), setter.prose(letter.end, letter.title, BODY, align=1.0)]
    furniture = Furniture(
        clinic=letter.clinic_name,
        patient=patient.name,
        chart_number=patient.chart_number,
        form=letter.title,
        version=letter.form_version,
        request=request,
        note=KEPT,
        has_page_code=False,
    )
    return print_document([flow], furniture, setter, letter.title)


def _set_part(setter: Typesetter, number: int, part: SheetPart, letter: Letter) -> list[Piece]:
    where = f"{number} {part.heading}"
    blocks = set_blocks(setter, part.blocks, where, WIDTH, letter.language)
    return [Gap(3.4 * MM), setter.heading(f"{number}", part.heading), Stack(blocks)]

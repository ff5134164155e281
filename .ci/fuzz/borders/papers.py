"""PDFs: as a file that is chosen, and as the document that the window shows and measures."""

from functools import cache
from random import Random

from border import NOW, Act, Border
from guard import Place
from mutate_bytes import damage
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from samples import list_visits
from shipped import get_fonts

from borders.visits import read_own_content
from stemsup_desktop.consultation_file import decode_consultation
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import make_request, render_paper
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.file_reading import read_chosen_file
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.words import read_catalogue

_SMALL = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<>>>>endobj
4 0 obj<</Length 44>>stream
q 10 0 0 10 5 5 cm 0 0 m 1 1 l S Q 1 0 0 rg
endstream endobj
trailer<</Root 1 0 R/Size 5>>
"""
_EDITS = (
    *(
        (b"[0 0 300 300]", b"[0 0 99999999 99999999]"),
        (b"[0 0 300 300]", b"[-1e38 0 1e38 1]"),
        (b"/Count 1", b"/Count 99999999"),
    ),
    *(
        (b"/Kids[3 0 R]", b"/Kids[2 0 R 2 0 R]"),
        (b"/Parent 2 0 R", b"/Parent 3 0 R"),
        (b"/Length 44", b"/Length 999999999"),
    ),
    *(
        (b"4 0 R/Resources", b"3 0 R/Resources"),
        (b"q 10", b"q " * 20),
        (b"[3 0 R]", b"[" * 5_000),
        (b"/Root 1 0 R", b"/Root 9 0 R"),
    ),
    *(
        (b"/Contents 4 0 R", b"/Contents[" + b"4 0 R " * 20_000 + b"]"),
        (b"Resources<<", b"Resources" + b"<</A" * 3_000),
    ),
    (b"<<>>", b"<</XObject<</X 4 0 R>>/Font<</F<</Type/Font/Subtype/Type3>>>>>>"),
)


@cache
def list_papers() -> tuple[bytes, ...]:
    """Return documents as the program makes them, and a small one by hand."""
    file = decode_consultation(list_visits()[-1].encode(), "visit.json", NOW.date())
    gate = read_own_content().derive_gate(file, NOW)
    made = []
    for paper in Paper:
        request = make_request(paper, file, LanguageForm.EN, NOW)
        try:
            made.append(render_paper(paper, file, gate, read_own_content(), get_fonts(), request).pdf)
        except Problem:
            continue
    return (*made, _SMALL, _SMALL)


@cache
def _make_preview() -> tuple[QApplication, PagePreview]:
    application = QApplication(["fuzz", "-platform", "offscreen"])
    theme = Theme(find_resources(), application, Scheme.LIGHT)
    preview = PagePreview(theme, read_catalogue(find_resources() / "i18n").in_language(Language.EN))
    preview.resize(QSize(400, 500))
    return application, preview


def _make(rng: Random, place: Place) -> Act:
    data = rng.choice(list_papers())
    if data is _SMALL and rng.random() < 0.7:
        for before, after in rng.sample(_EDITS, rng.choice((1, 1, 2))):
            data = data.replace(before, after)
    else:
        data = damage(rng, data, list_papers())
    path = place.folder / "form.pdf"
    path.write_bytes(data)
    _, preview = _make_preview()

    def act() -> None:
        chosen = read_chosen_file(path, lambda done, total: None)
        try:
            preview.show_pdf(chosen.data)
            preview.fit_width()
            for page in range(min(preview.page_count, 3)):
                preview.show_page(page)
            preview.grab()
        finally:
            preview.clear()

    return act


PAPERS = Border("PDF", 260, _make)

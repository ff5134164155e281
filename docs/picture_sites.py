"""Pictures of the site map: points planned, from the side, where the gate takes the room, and as they were given."""

from datetime import date
from decimal import Decimal

import msgspec
from picture_tools import choose_scheme, list_schemes, read_example, take, wait
from PySide6.QtWidgets import QPushButton, QWidget

from stemsup_desktop.consultation.consent_basis import consent_basis_sha256, derive_agreed_parts
from stemsup_desktop.consultation.plan_model import PlannedPoint, PlannedSite
from stemsup_desktop.consultation.record import Background, ConsultationFile, PastVisit
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import Drawing, name_drawing, read_drawings
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.desktop import Clock
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.site_map.canvas import SiteCanvas
from stemsup_desktop.ui.site_map.map_board import MapBoard
from stemsup_desktop.ui.site_map.point_places import find_roomiest
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

SITES = (
    ("vertex", "scalp-top", 6),
    ("mid-r", "scalp-top", 6),
    ("mid-l", "scalp-top", 6),
    ("front-c", "scalp-top", 4),
    ("temporal-r", "head-right", 3),
    ("cheek-r", "face-front", 5),
    ("cheek-l", "face-front", 5),
)
USUAL, SMALL = (1440, 900), (1024, 768)


def take_sites(workspace: Workspace, content: Content, language: Language, clock: Clock) -> None:
    """Take the plan in the light and the dark, from the side and at 1024 px with the gate open, and the treatment."""
    window, file = workspace.window, _make_file(read_example("treated", clock), content)
    workspace.session.open_visit(
        file.patient, file.consultation, file.clinic, file.physician, background=file.background
    )
    window.go_to_step(4)
    wait(1000)
    # The vault knows of no earlier visit of the example: what it says of it has been heard by now.
    workspace.session.set_background(file.consultation.consultation_id, file.background)
    page = window.stack.current_page
    if not isinstance(page, PlanPage):
        raise TypeError("the fourth step is another page")
    _find(page, QWidget, "site:front-c").setFocus()
    _find(page, SiteCanvas, "site-map-scalp-top").setFocus()
    for scheme in list_schemes():
        choose_scheme(workspace, scheme)
        take(window, f"points{'-dark' if scheme is Scheme.DARK else ''}-{language}")
    choose_scheme(workspace, Scheme.LIGHT)
    _find(page, ViewSwitch, "map_views").choose("head-right")
    take(window, f"points-sides-{language}")
    _find(page, ViewSwitch, "map_views").choose("scalp-top")
    window.resize(*SMALL)
    window.verdict_bar.open_requested.emit()
    take(window, f"points-small-{language}")
    window.verdict_bar.open_requested.emit()
    window.resize(*USUAL)
    _take_treatment(workspace, language)


def _take_treatment(workspace: Workspace, language: Language) -> None:
    window = workspace.window
    window.go_to_step(6)
    wait(200)
    page = window.stack.current_page
    if page is None:
        raise TypeError("the sixth step is no page")
    _find(page, QPushButton, "take_over_points").click()
    board = page.findChild(MapBoard)
    for pane in page.findChildren(ScrollPane):
        pane.verticalScrollBar().setValue(board.mapTo(pane.content, board.rect().topLeft()).y() - 24)
    take(window, f"points-given-{language}")


def _find(page: QWidget, kind: type, name: str) -> QWidget:
    found = page.findChild(kind, name)
    if found is None:
        raise TypeError(f"the page has no {name}")
    return found


def _make_file(file: ConsultationFile, content: Content) -> ConsultationFile:
    """Return the example with points in its plan, signed for that plan, and with points of an earlier visit."""
    drawings = {one.view_id: one for one in read_drawings(find_resources() / "sites" / "site-map.json")}
    sites = tuple(PlannedSite(site, points=_make_points(drawings[view], site, n)) for site, view, n in SITES)
    consultation = file.consultation
    changed = msgspec.structs.replace(
        consultation,
        plan=msgspec.structs.replace(consultation.plan, sites=sites),
        treatment=Treatment(drawn_up_ml=Decimal("1.75")),
    )
    file = msgspec.structs.replace(file, consultation=changed, background=_make_background(sites))
    if changed.consent.signature is None:
        raise TypeError("the example is not signed")
    signature = msgspec.structs.replace(
        changed.consent.signature,
        basis_sha256=consent_basis_sha256(file, content.consent),
        agreed_parts=derive_agreed_parts(file, content.consent),
    )
    consent = msgspec.structs.replace(changed.consent, signature=signature)
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(changed, consent=consent))


def _make_points(drawing: Drawing, site_id: str, count: int) -> tuple[PlannedPoint, ...]:
    points: list[PlannedPoint] = []
    for _ in range(count):
        place = find_roomiest(drawing, site_id, [(float(one.x), float(one.y)) for one in points])
        if place is not None:
            points.append(PlannedPoint(name_drawing(drawing), *place, Decimal("0.05"), Decimal("1.5"), "30G 4 mm"))
    return tuple(points)


def _make_background(sites: tuple[PlannedSite, ...]) -> Background:
    marked = tuple(SitePoint(one.drawing, one.x + 4, one.y + 5, one.volume_ml) for one in sites[0].points[:5])
    return Background(
        visits=(PastVisit("earlier", 1, date(2026, 10, 22), sites=(SiteTreated("vertex", marked=marked),)),)
    )

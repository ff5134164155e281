"""Points on step 6: taken over from the plan by an act, marked, and added up to the last digit."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from plan_samples import DAY_OF_TREATMENT, plan_of, ready_to_treat, with_parts
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from visit_samples import SteppedClock

from stemsup_desktop.consultation.consent_basis import consent_basis_sha256, derive_agreed_parts
from stemsup_desktop.consultation.plan_model import PlannedPoint, PlannedSite
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.sites.drawings import read_drawings
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.treatment.page import TreatmentPage
from stemsup_desktop.ui.site_map.canvas import SiteCanvas

Show = Callable[[QWidget, int, int], QWidget]
ENTER = Qt.Key.Key_Return
PLANNED = tuple(
    PlannedPoint("face-front/2", Decimal(x), Decimal(y), Decimal("0.05"), needle="30G")
    for x, y in ((155, 98), (160, 100), (165, 98))
)


@pytest.fixture
def page(context: PageContext, content: Content, shown: Show, clock: SteppedClock) -> TreatmentPage:
    clock.now = DAY_OF_TREATMENT
    open_file(context, planned(content))
    made = TreatmentPage(context, content, read_drawings(find_resources() / "sites" / "site-map.json"))
    shown(made, 992, 772)
    return made


def planned(content: Content) -> ConsultationFile:
    """Return a consented visit whose plan has points at the forehead only."""
    file = ready_to_treat()
    sites = tuple(
        PlannedSite(site.site_id, points=PLANNED if site.site_id == "forehead-c" else ())
        for site in file.consultation.plan.sites
    )
    file = with_parts(file, plan=plan_of(file, sites=sites))
    consent = file.consultation.consent
    assert consent.signature is not None
    text = content.consent
    signature = msgspec.structs.replace(
        consent.signature, basis_sha256=consent_basis_sha256(file, text), agreed_parts=derive_agreed_parts(file, text)
    )
    return with_parts(file, consent=msgspec.structs.replace(consent, signature=signature))


def open_file(context: PageContext, file: ConsultationFile) -> None:
    context.session.open_visit(file.patient, file.consultation, file.clinic, file.physician)


def treatment_of(page: TreatmentPage) -> Treatment:
    return page.context.session.state.consultation.treatment


def field(page: TreatmentPage, name: str) -> TextField:
    found = page.findChild(TextField, name)
    assert isinstance(found, TextField)
    return found


def message(page: TreatmentPage, name: str) -> str:
    found = page.findChild(InlineMessage, name)
    assert isinstance(found, InlineMessage)
    return found._sentence.text() if found.isVisible() else ""


def press(page: TreatmentPage, site_id: str, times: int = 1) -> SiteCanvas:
    canvas = page.findChild(SiteCanvas, "site-map-face-front")
    assert isinstance(canvas, SiteCanvas)
    for _ in range(times):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.centre_of(site_id).toPoint())
    return canvas


def take_over(page: TreatmentPage) -> Button:
    button = page.findChild(Button, "take_over_points")
    assert isinstance(button, Button)
    return button


def test_nothing_is_marked_until_the_planned_points_are_taken_over(page: TreatmentPage) -> None:
    assert treatment_of(page).sites == ()
    take_over(page).click()
    (site,) = treatment_of(page).sites
    assert (site.site_id, len(site.marked)) == ("forehead-c", 3)
    assert [type(point).__name__ for point in site.marked] == ["SitePoint"] * 3
    assert (field(page, "points:forehead-c").text(), field(page, "volume_ml:forehead-c").text()) == ("3", "0.15")
    assert field(page, "volume_ml:forehead-c").line_edit.isReadOnly()
    assert not take_over(page).isEnabled()
    page.context.session.undo()
    assert treatment_of(page).sites == ()
    assert take_over(page).isEnabled()


def test_what_was_given_otherwise_is_changed_at_the_points(page: TreatmentPage) -> None:
    take_over(page).click()
    canvas = press(page, "forehead-c")
    QTest.keyClick(canvas, ".")
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(treatment_of(page).sites[0].marked) == 2
    assert page.context.session.state.consultation.plan.sites[-1].points == PLANNED
    field(page, "points.volume_ml").setText("0.1000")
    assert [str(point.volume_ml) for point in treatment_of(page).sites[0].marked] == ["0.1000"] * 2
    assert field(page, "volume_ml:forehead-c").text() == "0.2000"


def test_a_zone_that_nobody_planned_can_be_marked_and_says_so(page: TreatmentPage) -> None:
    press(page, "chin")
    assert treatment_of(page).sites == ()
    press(page, "chin")
    assert [(site.site_id, len(site.marked)) for site in treatment_of(page).sites] == [("chin", 1)]
    QApplication.sendPostedEvents()
    assert field(page, "points:chin").isVisible()
    assert page.words("treatment.not_planned") in [label.text() for label in page.findChildren(Label)]


def test_a_count_entered_for_the_whole_is_never_replaced_by_a_point(page: TreatmentPage) -> None:
    field(page, "points:forehead-c").setText("10")
    field(page, "volume_ml:forehead-c").setText("0.5")
    press(page, "forehead-c", 2)
    assert treatment_of(page).sites == (SiteTreated("forehead-c", 10, Decimal("0.5")),)
    assert message(page, "points_refused") == page.words("problem.site-counted")
    assert not take_over(page).isEnabled()


def test_the_last_point_gone_the_site_is_counted_by_hand_again(page: TreatmentPage) -> None:
    canvas = press(page, "forehead-c", 2)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert treatment_of(page).sites == ()
    field(page, "volume_ml:forehead-c").setText("0.5")
    assert treatment_of(page).sites == (SiteTreated("forehead-c", volume_ml=Decimal("0.5")),)


@pytest.mark.parametrize(
    ("drawn", "state", "said"),
    [("0.35", TagState.CLEAR, "exactly"), ("0.5", TagState.STOP, "0.15"), ("0.3", TagState.STOP, "0.05")],
)
def test_the_points_equal_what_was_drawn_up_or_the_line_says_by_how_much_not(
    page: TreatmentPage, drawn: str, state: TagState, said: str
) -> None:
    take_over(page).click()
    for site in ("periorbital-l", "periorbital-r"):
        field(page, f"volume_ml:{site}").setText("0.1")
    field(page, "drawn_up_ml").setText(drawn)
    balance = page.derive().balance
    assert balance is not None
    assert balance.state is state
    assert said in message(page, "volume_balance")


def test_the_whole_of_the_drip_is_recorded_and_moves_with_the_day(page: TreatmentPage) -> None:
    file = planned(page._content)
    drip = {"volume_ml": "100", "dilution": "1 vial in 100 mL", "rate": "60 mL/h", "filter": "0.2", "line": "22G"}
    open_file(page.context, with_parts(file, treatment=Treatment(note="x")))
    page._drip.show()
    for name, text in {**drip, "started_at": "14:00", "ended_at": "15:10"}.items():
        field(page, f"drip.{name}").setText(text)
    record = treatment_of(page).drip
    assert record is not None
    assert (str(record.volume_ml), record.line, record.filter) == ("100", "22G", "0.2")
    assert record.started_at is not None
    assert record.ended_at is not None
    assert record.ended_at - record.started_at == timedelta(minutes=70)
    field(page, "treatment_day").setText("2026-11-18")
    moved = treatment_of(page).drip
    assert moved is not None
    assert moved.started_at == record.started_at - timedelta(days=1)
    field(page, "drip.ended_at").setText("13:00")
    assert "before the start" in message(page, "drip_times")

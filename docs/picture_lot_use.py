"""Pictures of lots at work: chosen on the plan, its certificate, vials at the treatment, a scan, measured values."""

import msgspec
from picture_tools import choose_scheme, find_button, take, wait, wait_until
from PySide6.QtWidgets import QAbstractButton, QWidget

from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.reference.page import ReferencePage
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.window_visits import OpenVisit
from stemsup_desktop.workspace import Workspace

USUAL, SMALL = (1440, 900), (1024, 768)
_ALLERGIC, _TREATED = "A-10234", "A-10198"
_UNKNOWN = "]d201045699990010241729022810UC-261107"
_VIALS = ("]d201045699990010171730033110HK-260914\x1d2104", "]d201045699990010171730033110HK-260914\x1d2105")


def take_lot_use(workspace: Workspace, language: Language) -> None:
    """Take plan, certificate, vials, scan messages and the values of a factor in one language."""
    window = workspace.window
    _open(workspace, _ALLERGIC, 4)
    take(window, f"lot-cards-{language}", 900)
    workspace.take_scan(_UNKNOWN)
    take(window, f"lot-scan-{language}", 900)
    _press(window, next(iter(_find_usable(window))))
    wait(900)
    _press(window, "open_certificate")
    choose_scheme(workspace, Scheme.DARK)
    take(window, f"lot-certificate-{language}-dark", 900)
    choose_scheme(workspace, Scheme.LIGHT)
    _press(window, "sheet_accept")
    _take_vials(workspace, language)
    window.go_to("reference")
    wait(600)
    page = window.stack.current_page
    assert isinstance(page, ReferencePage)
    page.open_page("vegf")
    take(window, f"lot-values-{language}", 900)
    window.resize(*SMALL)
    choose_scheme(workspace, Scheme.DARK)
    take(window, f"lot-values-{language}-dark-1024", 900)
    choose_scheme(workspace, Scheme.LIGHT)
    window.resize(*USUAL)


def _take_vials(workspace: Workspace, language: Language) -> None:
    """Record two vials by their codes, and what was taken of them; one holds less than was drawn up."""
    _open(workspace, _TREATED, 6)
    visit = workspace.session.state.consultation
    workspace.session.change("", msgspec.structs.replace(visit, treatment=Treatment()))
    wait(900)
    for code in _VIALS:
        workspace.take_scan(code)
        wait(900)
    for name, text in (("vial:0:drawn_up_ml", "1.50"), ("vial:0:discarded_ml", "0.10"), ("vial:1:drawn_up_ml", "1.60")):
        field = workspace.window.findChild(NumberField, name)
        assert isinstance(field, NumberField)
        field.setText(text)
    take(workspace.window, f"lot-vials-{language}", 900)


def _open(workspace: Workspace, chart_number: str, step: int) -> None:
    """Open the visit of an example patient as the vault has it."""
    found: list[Ok[OpenVisit] | Err] = []

    def look(vault: Vault) -> OpenVisit:
        patient_id = vault.find_patient_id(chart_number)
        visit_id = vault.list_consultations(patient_id)[0].consultation_id
        return OpenVisit(patient_id, visit_id, f"step-{step}")

    workspace._parts.access.run(look, found.append)
    wait_until(lambda: bool(found), "the vault did not answer")
    answer = found[0]
    assert isinstance(answer, Ok)
    workspace.start(answer.value)
    wait(1500)


def _find_usable(window: QWidget) -> list[str]:
    buttons = window.findChildren(QAbstractButton)
    cards = [one for one in buttons if one.objectName().startswith("lot:") and one.isVisible()]
    return [card.objectName() for card in cards]


def _press(window: QWidget, name: str) -> None:
    find_button(window, name).click()
    wait(300)

"""Long words in narrow places: a link breaks into lines, the routes step below one another, icons keep to the line."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from visit_samples import NOW

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.verdict import RouteVerdicts
from stemsup_desktop.ui.components.wrapped_link import WrappedLink
from stemsup_desktop.ui.pages.treatment.fields import TimeField
from stemsup_desktop.ui.shell.gate_panel import GatePanel
from stemsup_desktop.ui.shell.gate_view import GateView, OpenView
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState, VerdictView
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]
LONG = "Blood thinner (also aspirin), bleeding disorder or low platelets"


def test_a_link_breaks_into_lines_where_its_place_is_narrow(theme: Theme) -> None:
    link = WrappedLink(theme, LONG)
    natural = link.sizeHint()

    assert link.heightForWidth(natural.width()) == natural.height()
    assert link.heightForWidth(natural.width() // 2) > natural.height()
    assert link.minimumSizeHint().width() < natural.width() // 2


def test_a_link_breaks_between_phrases_in_the_gate_and_is_named_whole(theme: Theme, shown: Show) -> None:
    text = "同意能力・自由な意思・言語のいずれかに問題がある（このチェックリストでは判定できません）"
    link, plain = WrappedLink(theme, text), Label(theme, text, role="compact", wraps=True, keeps_phrases=True)
    plain.setAlignment(Qt.AlignmentFlag.AlignTop)
    host = QWidget()
    host.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    host.setProperty("surface", "base")
    for one, top in ((link, 0), (plain, 100)):
        one.setParent(host)
        one.setGeometry(0, top, 296, 80)
    shown(host, 296, 200)
    image = host.grab().toImage()
    ends = []
    for top in (0, 100):
        inked = [x for x in range(296) if any(image.pixelColor(x, top + y).lightness() < 160 for y in range(2, 14))]
        ends.append(inked[-1])
    assert abs(ends[0] - ends[1]) <= 2
    assert link.text() == text
    assert link.accessibleName() in ("", text)


def test_a_short_link_stays_on_one_line(theme: Theme, shown: Show) -> None:
    link = WrappedLink(theme, "Allergies asked about")
    shown(link, 400, 40)

    assert link.heightForWidth(link.sizeHint().width()) == link.sizeHint().height()


def test_routes_stand_side_by_side_where_they_fit_and_below_one_another_where_not(theme: Theme, shown: Show) -> None:
    host = QWidget()
    routes = RouteVerdicts(theme)
    routes.setParent(host)
    word = "Not complete, and in rather long words"
    routes.show_view(tuple((route, TagState.OPEN, word) for route in ("Intradermal", "IV drip", "Intranasal")))
    shown(host, 1200, 200)
    routes.resize(1200, 60)
    beside = routes.sizeHint().height()

    routes.resize(320, 60)

    assert routes.sizeHint().height() > beside
    assert routes.minimumSizeHint().width() <= 320


def test_nothing_of_the_gate_stands_outside_its_panel(theme: Theme, words: Words, shown: Show) -> None:
    open_things = tuple(OpenView(TagState.OPEN, 2, f"q{number}", LONG, "") for number in range(12))
    verdict = VerdictView(Verdict.NOT_COMPLETE, words("common.not_complete"), LONG)
    state = TagState.OPEN
    routes = tuple((words(f"common.route_{route}"), state, words("common.not_complete")) for route in Route)
    panel = GatePanel(theme, words)
    panel.show_view(GateView(verdict, verdict, routes, (), open_things, ()), "Naoto Mori")

    shown(panel, 336, 600)

    for part in panel.findChildren(QWidget):
        if part.isVisible() and part.width():
            left = part.mapTo(panel, part.rect().topLeft()).x()
            assert left + part.width() <= panel.width(), type(part).__name__


def test_a_button_in_a_field_makes_it_no_higher(theme: Theme, english: Words, shown: Show) -> None:
    host = QWidget()
    row = QHBoxLayout(host)
    plain, timed = TextField(theme, english, "Day"), TimeField(theme, english, "Start", lambda: NOW)
    row.addWidget(plain)
    row.addWidget(timed)

    shown(host, 600, 120)

    assert timed.box.height() == plain.box.height()


def test_an_icon_stands_in_the_middle_of_its_line(theme: Theme) -> None:
    icon = IconLabel(theme, "info", size=16, line="compact")

    assert icon.height() == theme.line_height("compact")
    assert icon.width() == 16

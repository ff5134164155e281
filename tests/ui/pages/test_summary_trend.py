"""Step 7 with earlier visits: chart or table, the measures of the day, and scores asked about beside the reason."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from consultation.scores.trend_builders import EARLIER, SKIN, SLEEP, course_file, past
from hostile_strings import HOSTILE
from paper_samples import Room, read_example
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTableView, QWidget
from shipped import get_content, get_fonts

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Background, ScoreToday
from stemsup_desktop.consultation.score_model import GradeGiven, GradeScale, HairMeasure, InstrumentScore, Measures
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.trend_chart import TrendChart
from stemsup_desktop.ui.pages.summary.measure_forms import MeasureForm
from stemsup_desktop.ui.pages.summary.measure_memory import (
    KeptMeasures,
    MeasureDraft,
    MeasureMemory,
    load_kept,
    make_measure_keeper,
)
from stemsup_desktop.ui.pages.summary.measures_part import MeasuresPart
from stemsup_desktop.ui.pages.summary.page import SummaryPage
from stemsup_desktop.ui.pages.summary.trend_view import derive_measures_view
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue

Show = Callable[..., QWidget]
WITH_EARLIER = Background(visits=EARLIER)


class Desk:
    """A page of step 7 and the session behind it."""

    def __init__(self, room: Room, page: SummaryPage) -> None:
        self.room, self.page = room, page

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        widget = self.page.findChild(kind, name)
        assert isinstance(widget, kind), name
        return widget

    def click(self, name: str) -> None:
        self.find(QPushButton, name).click()  # type: ignore[attr-defined]

    def choose(self, name: str, code: str | None) -> None:
        self.find(ChoiceField, name).choose(code)  # type: ignore[attr-defined]

    def type(self, kind: str, **texts: str) -> None:
        self.find(ViewSwitch, "measures.kind").choose(kind)  # type: ignore[attr-defined]
        form = self.form()
        for name, text in texts.items():
            field = form.fields[name]
            assert isinstance(field, TextField)
            field.setText(text)

    def form(self) -> MeasureForm:
        return next(one for one in self.page.findChildren(MeasureForm) if one.isVisibleTo(self.page))

    def errors(self) -> dict[str, str]:
        return {name: field.error for name, field in self.form().fields.items() if field.error}

    @property
    def measures(self) -> Measures:
        return self.room.session.state.consultation.measures


@pytest.fixture
def open_desk(tmp_path: Path, theme: Theme, catalogue: Catalogue, shown: Show) -> Iterator[Callable[..., Desk]]:
    rooms: list[Room] = []

    def open_it(background: Background = WITH_EARLIER, language: Language = Language.EN) -> Desk:
        own = course_file().consultation
        file = read_example("treated")
        visit = msgspec.structs.replace(
            file.consultation,
            visit_number=4,
            reason=own.reason,
            summary=msgspec.structs.replace(file.consultation.summary, scores=own.summary.scores),
        )
        file = msgspec.structs.replace(file, consultation=visit)
        room = Room(tmp_path / f"vault{len(rooms)}", theme, catalogue, file, language)
        rooms.append(room)
        room.session.set_background(visit.consultation_id, background)
        page = SummaryPage(room.context, get_content(), room.access, get_fonts())
        page.set_room(1440, 900)
        shown(page, 1360, 772)
        return Desk(room, page)

    yield open_it
    for room in rooms:
        room.close()


def test_the_chart_can_be_shown_as_a_table_and_back(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    chart = desk.find(TrendChart, "trend.chart")
    assert chart.isVisibleTo(desk.page)
    desk.click("trend.switch")
    table = desk.find(QTableView, "trend_table:0")
    assert table.isVisibleTo(desk.page)
    assert not chart.isVisibleTo(desk.page)
    model = table.model()  # type: ignore[attr-defined]
    read = [model.index(1, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(4)]
    assert read == ["22 Sep 2026 (session 1)", "7", "not asked", "3"]
    desk.click("trend.switch")
    assert chart.isVisibleTo(desk.page)


def test_an_instrument_has_a_chart_of_its_own(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.choose("trend.choice", "measure-0")
    chart = desk.find(TrendChart, "trend.chart")
    assert chart.accessibleName() == "Chart: DLQI, 1994 · Aoki"
    assert "12 (range 0 to 30) on 8 Sep 2026" in chart.accessibleDescription()


@pytest.mark.parametrize("language", list(Language))
def test_on_a_first_visit_the_page_says_when_the_chart_appears(
    open_desk: Callable[..., Desk], language: Language
) -> None:
    desk = open_desk(Background(), language)
    empty = desk.find(Label, "trend.empty")
    assert empty.isVisibleTo(desk.page)
    assert ("second visit" if language is Language.EN else "2回目の受診") in empty.text()  # type: ignore[attr-defined]
    assert not desk.find(TrendChart, "trend.chart").isVisibleTo(desk.page)


def test_a_score_changes_the_chart_at_once(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.find(ScoreField, f"score:{SLEEP}").choose(9)  # type: ignore[attr-defined]
    assert "9 on 19 Nov 2026" in desk.find(TrendChart, "trend.chart").accessibleDescription()


def test_a_symptom_beside_the_reason_is_asked_about_again_and_another_can_be_added(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    assert desk.find(ScoreField, f"score:{SLEEP}").isVisibleTo(desk.page)
    desk.choose("also_score", "SYM05")
    before = desk.room.session.state.consultation.summary.scores
    assert all(one.symptom_id != "SYM05" for one in before), "nobody has answered yet"
    desk.find(ScoreField, "score:SYM05").choose(4)  # type: ignore[attr-defined]
    assert ScoreToday("SYM05", 4) in desk.room.session.state.consultation.summary.scores


def test_a_known_instrument_brings_name_and_range_and_the_total_keeps_its_digits(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    desk.type("instrument", version="1994", total="12.50", rater="Aoki")
    desk.choose("measure.known", "dlqi")
    desk.click("measure.add")
    assert desk.measures.instruments == (
        InstrumentScore("DLQI", "1994", Decimal("12.50"), Decimal(0), Decimal(30), "Aoki"),
    )
    assert f"{desk.measures.instruments[0].total}" == "12.50"
    assert desk.room.session.undo_description == "Measure recorded"
    desk.click("remove_measure:0")
    assert desk.measures == Measures()
    desk.room.session.undo()
    assert len(desk.measures.instruments) == 1


def test_what_is_wrong_stands_under_its_field_and_nothing_is_recorded(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.type("instrument", name="X", total="31", lowest="0", highest="30")
    desk.click("measure.add")
    assert desk.errors() == {"total": "The total must lie within 0 to 30."}
    desk.type("instrument", total="twelve")
    desk.click("measure.add")
    assert set(desk.errors()) == {"total"}
    assert desk.measures == Measures()
    desk.type("instrument", total="12")
    desk.click("measure.add")
    assert len(desk.measures.instruments) == 1
    desk.type("instrument", name="X", total="13", lowest="0", highest="30")
    desk.click("measure.add")
    assert "recorded already" in desk.errors()["name"]
    assert len(desk.measures.instruments) == 1


def test_a_grade_is_chosen_from_the_list_of_its_scale(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.type("grade", rater="Mori")
    desk.click("measure.add")
    assert set(desk.errors()) == {"scale", "grade"}
    desk.choose("measure.scale", "norwood-hamilton")
    desk.choose("measure.grade", "3-vertex")
    desk.click("measure.add")
    assert desk.measures.grades == (GradeGiven(GradeScale.NORWOOD_HAMILTON, "3-vertex", "Mori"),)


def test_a_count_wants_its_area_and_a_density_has_none(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.type("hair", value="84")
    desk.choose("measure.site_id", "vertex")
    desk.choose("measure.kind", "count")
    desk.click("measure.add")
    assert set(desk.errors()) == {"area_cm2"}
    desk.type("hair", area_cm2="0.80")
    desk.click("measure.add")
    assert desk.measures.hair == (HairMeasure("count", Decimal(84), "vertex", Decimal("0.80")),)


def test_hostile_words_come_back_as_typed(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    words = [text[:100] for text in HOSTILE.values() if text[:100].strip()][:12]
    for text in words:
        desk.type("instrument", name=text, total="1", lowest="0", highest="2")
        desk.click("measure.add")
    wanted = [name for text in words if (name := normalise_text(text.replace("\n", " ")).strip())]
    assert [one.name for one in desk.measures.instruments] == list(dict.fromkeys(wanted))


def test_a_closed_visit_is_read_and_not_changed(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    visit = desk.room.session.state.consultation
    closed = msgspec.structs.replace(visit.summary, closed_at=visit.started_at)
    desk.room.session.change("close", msgspec.structs.replace(visit, summary=closed))
    desk.page.refresh()
    assert not desk.find(QPushButton, "measure.add").isVisibleTo(desk.page)
    assert not any(form.isVisibleTo(desk.page) for form in desk.page.findChildren(MeasureForm))
    assert desk.find(TrendChart, "trend.chart").isVisibleTo(desk.page)


def test_the_chart_of_one_patient_gives_way_whole_to_that_of_another(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    desk.click("trend.switch")
    session, file = desk.room.session, desk.room.file
    other = msgspec.structs.replace(file.patient, patient_id="p-other", name="別 人")
    visit = msgspec.structs.replace(course_file().consultation, consultation_id="v-other", measures=Measures())
    before = Background(visits=(past(1, EARLIER[0].day, None, {SKIN: 1}),))
    session.open_visit(other, visit, file.clinic, file.physician, background=before)
    desk.page.refresh()
    chart = desk.find(TrendChart, "trend.chart")
    assert chart.isVisibleTo(desk.page)
    said = chart.accessibleDescription()
    assert "1 on 8 Sep 2026" in said
    assert "22 Sep" not in said


def test_what_was_typed_and_not_recorded_stays_with_its_visit(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.type("hair", value="abc", method="trichoscope")
    memory, visit = desk.page._measures._memory, desk.room.session.state.consultation
    (draft,) = memory.drafts.values()
    assert (draft.kind, draft.texts) == ("hair", {"hair.value": "abc", "hair.method": "trichoscope"})
    again = MeasuresPart(desk.page.theme, desk.page.words, memory)
    again.show_view(derive_measures_view(desk.room.session.state.file, get_content(), desk.page.words))
    assert again.forms["hair"].list_texts()["value"] == "abc"
    other = msgspec.structs.replace(visit, consultation_id="v-other")
    file = msgspec.structs.replace(desk.room.file, consultation=other)
    again.show_view(derive_measures_view(file, get_content(), desk.page.words))
    assert not any(text for name, text in again.forms["hair"].list_texts().items() if name != "kind")
    desk.type("hair", value="84")
    desk.click("measure.add")
    assert memory.drafts == {}
    again.deleteLater()


def test_the_vault_keeps_what_is_under_way_until_the_visit_is_closed(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    room, memory = desk.room, MeasureMemory()
    keeper = make_measure_keeper(memory, KeptMeasures(), room.session, room.access, desk.page)
    visit = room.session.state.consultation
    memory.keep(MeasureDraft(visit.consultation_id, "grade", {"grade.rater": "Mori"}))
    keeper.flush()
    room.executor.run_all()
    assert room.in_vault(load_kept).drafts == tuple(memory.drafts.values())
    closed = msgspec.structs.replace(visit.summary, closed_at=visit.started_at)
    room.session.change("close", msgspec.structs.replace(visit, summary=closed))
    keeper.close()
    room.executor.run_all()
    assert room.in_vault(load_kept) == KeptMeasures()

"""Step 4, derived and changed, without a window."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from plan_samples import DAY_OF_TREATMENT, make_state, plan_of, read_example, with_parts

from stemsup_desktop.consultation.aftercare import aftercare_for
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.plan_model import Certificate, Plan, PlannedSite, Product
from stemsup_desktop.consultation.record import Consent
from stemsup_desktop.consultation.sites.letters import name_letter
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.allergens import derive_allergens
from stemsup_desktop.ui.pages.plan import changes
from stemsup_desktop.ui.pages.plan.view import PlanView, derive_plan
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words, read_catalogue

TODAY = DAY_OF_TREATMENT.date()


def words_of(language: Language) -> Words:
    return read_catalogue(find_resources() / "i18n").in_language(language)


def derive(content: Content, language: Language = Language.EN, **plan: object) -> PlanView:
    file = read_example("treated")
    file = with_parts(file, plan=plan_of(file, **plan))
    return derive_plan(make_state(content, file), content, TODAY, words_of(language))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("example", ["clear", "opinion", "stop", "treated"])
def test_every_example_can_be_shown_in_both_languages(content: Content, example: str, language: Language) -> None:
    view = derive_plan(make_state(content, read_example(example)), content, TODAY, words_of(language))
    assert len(view.routes) == 3
    assert all(route.title and route.word for route in view.routes)
    assert [site.letter for site in view.sites] == [name_letter(n) for n in range(len(view.sites))]


def test_an_empty_plan_suggests_nothing(content: Content) -> None:
    file = with_parts(read_example("clear"), plan=Plan(), consent=Consent())
    view = derive_plan(make_state(content, file), content, TODAY, words_of(Language.EN))
    assert not any(route.is_chosen for route in view.routes)
    assert not any(advice.is_chosen for advice in view.advice)
    assert (view.sites, view.course.sessions, view.total, view.interval) == ((), (), "", "")
    assert not view.course.can_begin
    assert view.lot_lines[0].state is TagState.OPEN


PRODUCT = read_example("treated").consultation.plan.product
LOTS = {
    "expired": (msgspec.structs.replace(PRODUCT, expires=date(2026, 11, 18)), TagState.STOP),
    "good through its last day": (msgspec.structs.replace(PRODUCT, expires=TODAY), TagState.CAUTION),
    "incomplete": (
        msgspec.structs.replace(PRODUCT, certificate=Certificate(is_on_file=True, is_complete=False)),
        TagState.STOP,
    ),
    "not on file": (msgspec.structs.replace(PRODUCT, certificate=Certificate(is_on_file=False)), TagState.STOP),
    "research only": (
        msgspec.structs.replace(
            PRODUCT, certificate=Certificate(is_on_file=True, is_complete=True, is_research_use_only=True)
        ),
        TagState.STOP,
    ),
    "nobody has looked": (msgspec.structs.replace(PRODUCT, certificate=Certificate()), TagState.OPEN),
    "in order": (PRODUCT, TagState.CLEAR),
}


@pytest.mark.parametrize("case", LOTS)
@pytest.mark.parametrize("language", list(Language))
def test_the_lot_says_in_words_how_it_stands(content: Content, case: str, language: Language) -> None:
    product, state = LOTS[case]
    lines = derive(content, language, product=product).lot_lines
    assert lines[0].state is state
    assert lines[0].sentence


def test_several_routes_bring_the_note_of_the_first_day(content: Content) -> None:
    assert derive(content, routes=(Route.INTRADERMAL,)).routes_note == ""
    assert "one route only" in derive(content, routes=(Route.INTRADERMAL, Route.INTRANASAL)).routes_note


def test_only_the_free_site_is_offered_beside_the_map(content: Content) -> None:
    view = derive(content, sites=(PlannedSite("nose"), PlannedSite("temporal-r"), PlannedSite("other", "wrist")))
    assert {site.site_id: site.letter for site in view.undrawn} == {"other": "C"}
    assert [(site.site_id, site.letter) for site in view.marked][:2] == [("nose", "A"), ("temporal-r", "B")]
    assert view.sites[0].is_caution


def test_letters_go_on_after_z() -> None:
    assert [name_letter(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_sessions_and_cost_follow_from_the_plan(content: Content) -> None:
    view = derive(
        content,
        sessions=4,
        interval_days=28,
        fee_per_session_yen=66_000,
        extra_fees_yen=3_000,
        first_session_on=date(2026, 11, 19),
    )
    assert [line.day for line in view.course.sessions] == ["19 Nov", "17 Dec", "14 Jan", "11 Feb"]
    assert [(line.number, line.year) for line in view.course.sessions][2:] == [(3, "2027"), (4, "2027")]
    assert all(line.is_open and line.word == "Not begun" for line in view.course.sessions)
    assert view.total == "¥267,000"
    assert "4 weeks" in view.interval
    assert view.cooling_off


def test_japanese_dates_of_sessions_have_no_year_in_the_day(content: Content) -> None:
    assert [line.day for line in derive(content, Language.JA).course.sessions] == ["11月19日", "12月17日", "1月14日"]


def test_a_short_or_cheap_course_says_nothing_of_cooling_off(content: Content) -> None:
    assert derive(content, sessions=1, interval_days=None, fee_per_session_yen=66_000).cooling_off == ""
    assert derive(content, sessions=3, interval_days=28, fee_per_session_yen=10_000).cooling_off == ""


def test_a_long_course_shows_the_first_sessions_and_counts_the_rest(content: Content) -> None:
    view = derive(content, sessions=100, interval_days=7, first_session_on=TODAY)
    assert len(view.course.sessions) == 12
    assert "88" in view.course.more


def test_a_changed_plan_says_that_the_signature_no_longer_covers_it(content: Content) -> None:
    assert derive(content).outdated == ""
    assert "number of sessions" in derive(content, sessions=9).outdated


@pytest.mark.parametrize("language", list(Language))
def test_a_certificate_can_clear_every_named_substance_but_never_the_unnamed(
    content: Content, language: Language
) -> None:
    codes = [code for code, _ in derive_allergens(content, language)]
    assert "penicillin" in codes
    assert "other" not in codes
    assert len(codes) == 12


# Changes


def test_a_stop_raised_by_the_plan_is_recorded_and_one_that_reads_facts_goes_with_them(content: Content) -> None:
    file = read_example("treated")
    plan = changes.with_product(file.consultation.plan, expires=date(2020, 1, 1))
    changed = changes.with_plan(file.consultation, plan, content.clinical, file.patient, DAY_OF_TREATMENT)
    assert changed.plan == plan
    state = make_state(content, with_parts(file, plan=plan))
    assert any(finding.rule_id == "IN6-expired" for finding in state.gate.findings)


def test_a_plan_that_brings_a_route_under_a_stop_records_the_stop(content: Content) -> None:
    file = read_example("stop")
    bare = msgspec.structs.replace(
        file.consultation, examination=msgspec.structs.replace(file.consultation.examination, stops_raised=())
    )
    changed = changes.with_plan(bare, bare.plan, content.clinical, file.patient, DAY_OF_TREATMENT)
    assert changed.examination.stops_raised
    assert all(raised.raised_at == DAY_OF_TREATMENT for raised in changed.examination.stops_raised)


def test_a_certificate_that_is_not_on_file_shows_nothing() -> None:
    plan = changes.with_certificate(Plan(), is_on_file=True)
    plan = changes.with_certificate(plan, is_complete=True)
    plan = changes.with_shown_absent(plan, "penicillin", is_shown=True)
    assert plan.product.certificate == Certificate(True, True, ("penicillin",))
    assert changes.with_certificate(plan, is_on_file=False).product.certificate == Certificate(False)
    assert changes.with_certificate(plan, is_on_file=None).product.certificate == Certificate()


def test_the_certificate_of_another_lot_is_unseen() -> None:
    plan = changes.with_certificate(Plan(product=Product(lot_number="A")), is_on_file=True)
    assert changes.with_lot_unseen(plan).product == Product(lot_number="A")


def test_routes_keep_their_order_and_take_their_advice_with_them(content: Content) -> None:
    plan = Plan()
    for route in reversed(Route):
        plan = changes.with_route(plan, route, content.aftercare, is_chosen=True)
    assert plan.routes == tuple(Route)
    assert plan.aftercare_ids == ()
    plan = changes.with_all_aftercare(plan, content.aftercare)
    left = changes.with_route(plan, Route.INTRAVENOUS, content.aftercare, is_chosen=False)
    fitting = {item.id for item in aftercare_for(content.aftercare, left.routes)}
    assert set(left.aftercare_ids) == fitting < set(plan.aftercare_ids)


def test_a_site_is_chosen_once_and_keeps_its_words() -> None:
    plan = changes.with_site(changes.with_site(Plan(), "other", is_chosen=True), "nose", is_chosen=True)
    plan = changes.with_site_words(plan, "other", "behind the ear")
    assert changes.with_site(plan, "other", is_chosen=True) == plan
    assert plan.sites == (PlannedSite("other", "behind the ear"), PlannedSite("nose"))
    assert changes.with_site(plan, "other", is_chosen=False).sites == (PlannedSite("nose"),)


@pytest.mark.parametrize(
    ("field", "number", "value"),
    [
        ("sessions", Decimal(3), 3),
        ("sessions", Decimal(0), None),
        ("sessions", Decimal(101), None),
        ("sessions", Decimal("2.5"), None),
        ("interval_days", Decimal(3651), None),
        ("fee_per_session_yen", Decimal(66_000), 66_000),
        ("fee_per_session_yen", None, None),
        ("extra_fees_yen", None, 0),
    ],
)
def test_whole_numbers_stay_within_the_record(field: str, number: Decimal | None, value: int | None) -> None:
    assert getattr(changes.with_whole_number(Plan(), field, number), field) == value

"""Step 6, derived and changed, without a window."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import msgspec
import pytest
from plan_samples import DAY_OF_TREATMENT, JAPAN, make_state, plan_of, read_example, ready_to_treat, with_parts

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import make_clinical_content
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.record import Consent, ConsultationFile, Declined
from stemsup_desktop.consultation.rules import RuleSet
from stemsup_desktop.consultation.treatment_model import DripRecord, SiteTreated, Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.pages.treatment import changes
from stemsup_desktop.ui.pages.treatment.fields import derive_vital_signs, parse_clock
from stemsup_desktop.ui.pages.treatment.view import TreatmentView, derive_suggestions, derive_treatment
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words, read_catalogue


def words_of(language: Language) -> Words:
    return read_catalogue(find_resources() / "i18n").in_language(language)


def derive(
    content: Content,
    file: ConsultationFile,
    language: Language = Language.EN,
    now: datetime = DAY_OF_TREATMENT,
) -> TreatmentView:
    return derive_treatment(make_state(content, file, now), content, now, words_of(language))


def with_treatment(**fields: object) -> ConsultationFile:
    treatment = msgspec.structs.replace(Treatment(), **fields)
    return with_parts(ready_to_treat(), treatment=treatment)


def signed_consent() -> Consent:
    return read_example("treated").consultation.consent


def without_initials() -> Consent:
    signature = signed_consent().signature
    assert signature is not None
    return msgspec.structs.replace(
        signed_consent(), signature=msgspec.structs.replace(signature, all_initials_present=False)
    )


def with_plan(**changed: object) -> ConsultationFile:
    return with_parts(ready_to_treat(), plan=plan_of(ready_to_treat(), **changed))


EXPIRED = msgspec.structs.replace(ready_to_treat().consultation.plan.product, expires=date(2026, 1, 1))
LOCKS: dict[str, tuple[Callable[[], ConsultationFile], str, int]] = {
    "unsigned": (lambda: with_parts(ready_to_treat(), consent=Consent()), "not signed", 5),
    "declined": (
        lambda: with_parts(
            ready_to_treat(),
            consent=msgspec.structs.replace(signed_consent(), declined=Declined(DAY_OF_TREATMENT.date())),
        ),
        "declines",
        5,
    ),
    "initials": (lambda: with_parts(ready_to_treat(), consent=without_initials()), "initials", 5),
    "plan moved on": (lambda: with_plan(fee_per_session_yen=1), "The cost has changed", 5),
    "not complete": (lambda: with_plan(alternatives_explained=False), "Alternatives explained", 4),
    "stop": (lambda: with_plan(product=EXPIRED), "stop stands", 2),
    "specialist": (
        lambda: with_parts(
            read_example("opinion"),
            examination=msgspec.structs.replace(read_example("opinion").consultation.examination, opinions=()),
        ),
        "opinion",
        2,
    ),
}


@pytest.mark.parametrize("case", LOCKS)
@pytest.mark.parametrize("language", list(Language))
def test_the_treatment_is_locked_with_the_reason_in_words(content: Content, case: str, language: Language) -> None:
    make, sentence, step = LOCKS[case]
    view = derive(content, make(), language)
    assert view.is_locked
    assert view.locks[0].step == step
    said = " ".join(lock.sentence for lock in view.locks)
    assert sentence in said if language is Language.EN else said


def test_gate_and_consent_in_order_open_it_with_nothing_filled_in(content: Content) -> None:
    view = derive(content, ready_to_treat())
    assert view.locks == ()
    assert view.treatment == Treatment()
    assert [row.treated.volume_ml for row in view.sites] == [None, None, None]
    assert [row.treated.points for row in view.sites] == [None, None, None]
    assert "the lot used" in view.missing


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("example", ["clear", "opinion", "stop", "treated"])
def test_every_example_can_be_shown_in_both_languages(content: Content, example: str, language: Language) -> None:
    view = derive(content, read_example(example), language)
    assert view.is_locked is (example != "treated")


def test_a_whole_record_misses_nothing(content: Content) -> None:
    assert derive(content, read_example("treated")).missing == ""


LOT, EXPIRES = "HK-260914", date(2030, 3, 31)
LOTS = {
    "nothing": (None, None, [TagState.OPEN]),
    "as planned": (LOT, EXPIRES, [TagState.CLEAR]),
    "other spaces": (f" {LOT} ", EXPIRES, [TagState.CLEAR]),
    "another": ("HK-1", EXPIRES, [TagState.STOP]),
    "no expiry": (LOT, None, [TagState.OPEN]),
    "expired": (LOT, date(2026, 11, 18), [TagState.STOP, TagState.CAUTION]),
    "last day": (LOT, date(2026, 11, 19), [TagState.CAUTION]),
    "another and expired": ("HK-1", date(2020, 1, 1), [TagState.STOP, TagState.STOP]),
}


@pytest.mark.parametrize("case", LOTS)
@pytest.mark.parametrize("language", list(Language))
def test_the_lot_used_is_compared_with_plan_signature_and_day(content: Content, case: str, language: Language) -> None:
    number, expires, states = LOTS[case]
    view = derive(content, with_treatment(lot_number=number, lot_expires=expires), language)
    assert [line.state for line in view.lot_lines] == states
    assert all(line.sentence for line in view.lot_lines)


def test_a_wrong_expiry_date_locks_everything_but_the_lot_that_puts_it_right(content: Content) -> None:
    view = derive(content, with_treatment(lot_number=LOT, lot_expires=date(2020, 1, 1)))
    assert view.is_locked
    assert not view.is_lot_locked
    assert derive(content, with_parts(ready_to_treat(), consent=Consent())).is_lot_locked


def treated(*volumes: str | None) -> tuple[SiteTreated, ...]:
    sites = ("periorbital-l", "periorbital-r", "forehead-c")
    return tuple(
        SiteTreated(site, volume_ml=None if volume is None else Decimal(volume))
        for site, volume in zip(sites, volumes, strict=True)
    )


BALANCES = {
    "nothing": (treated(None, None, None), "1.5", TagState.OPEN, "No volume"),
    "not drawn up": (treated("0.1", "0.2", "0.3"), None, TagState.OPEN, "0.6"),
    "even": (treated("0.1", "0.2", "0.3"), "0.6", TagState.CLEAR, "exactly what was drawn up"),
    "left": (treated("0.1", "0.2", "0.25"), "0.6", TagState.STOP, "0.05"),
    "too much": (treated("0.1", "0.2", "0.3001"), "0.6", TagState.STOP, "0.0001"),
    "open sites": (treated("0.1", None, None), "0.6", TagState.OPEN, "2 sites"),
}


@pytest.mark.parametrize("case", BALANCES)
def test_volumes_are_compared_without_rounding(content: Content, case: str) -> None:
    sites, drawn, state, part = BALANCES[case]
    file = with_treatment(sites=sites, drawn_up_ml=None if drawn is None else Decimal(drawn))
    balance = derive(content, file).balance
    assert balance is not None
    assert (balance.state, part in balance.sentence) == (state, True)


def test_a_treated_site_that_is_no_longer_planned_stays_visible(content: Content) -> None:
    view = derive(content, with_treatment(sites=(SiteTreated("nose", points=3),)))
    assert [(row.planned.site_id, row.is_planned) for row in view.sites][-1] == ("nose", False)
    assert view.sites[-1].is_caution


def test_drip_and_nasal_show_for_their_routes_or_their_records(content: Content) -> None:
    view = derive(content, with_plan(routes=(Route.INTRANASAL,)))
    assert (view.has_drip, view.has_nasal, view.sites) == (False, True, ())
    assert derive(content, with_treatment(drip=DripRecord(rate="slow"))).has_drip


def test_times_that_contradict_each_other_are_said(content: Content) -> None:
    start = DAY_OF_TREATMENT.replace(hour=15, minute=0)
    view = derive(content, with_treatment(started_at=start, ended_at=start - timedelta(minutes=1)))
    assert view.time_line is not None
    assert view.time_line.state is TagState.STOP
    view = derive(content, with_treatment(started_at=start, observed_until=start - timedelta(minutes=1)))
    assert view.time_line is not None
    assert "observation" in view.time_line.sentence


@pytest.mark.parametrize("language", list(Language))
def test_common_reactions_come_from_the_pages_of_the_routes(content: Content, language: Language) -> None:
    intradermal = derive_suggestions((Route.INTRADERMAL,), content, language)
    assert len(intradermal) >= 5
    assert ("Redness" if language is Language.EN else "赤み") in intradermal
    every = derive_suggestions(tuple(Route), content, language)
    assert len(every) == len(set(every)) > len(intradermal)
    assert derive_suggestions((), content, language) == ()


# Changes


def test_a_site_with_nothing_entered_is_not_in_the_record() -> None:
    plan = plan_of(ready_to_treat())
    site = plan.sites[0]
    treatment = changes.with_site(Treatment(), site, plan, volume_ml=Decimal("0.0500"))
    assert str(treatment.sites[0].volume_ml) == "0.0500"
    assert changes.with_site(treatment, site, plan, volume_ml=None).sites == ()


def test_sites_keep_the_order_of_the_plan_and_its_words() -> None:
    plan = plan_of(ready_to_treat(), sites=(PlannedSite("nose"), PlannedSite("other", "behind the ear")))
    treatment = changes.with_site(Treatment(), plan.sites[1], plan, points=2)
    treatment = changes.with_site(treatment, plan.sites[0], plan, points=1)
    assert treatment.sites == (SiteTreated("nose", 1), SiteTreated("other", 2, other="behind the ear"))


def test_a_drip_or_spray_with_nothing_entered_is_no_record() -> None:
    treatment = changes.with_nasal(changes.with_drip(Treatment(), rate="slow"), instruction_given=True)
    assert treatment.drip == DripRecord(rate="slow")
    assert changes.with_nasal(changes.with_drip(treatment, rate=""), instruction_given=False) == Treatment()


def test_reactions_and_their_absence_exclude_each_other() -> None:
    none = changes.with_no_reaction(Treatment(), is_observed_none=True)
    assert none.no_reaction_observed
    some = changes.with_reaction_added(none, 2)
    assert not some.no_reaction_observed
    assert not changes.with_no_reaction(some, is_observed_none=True).no_reaction_observed
    assert changes.without_reaction(some, 0) == Treatment()


def test_vital_signs_stand_in_the_order_of_the_visit() -> None:
    treatment = Treatment()
    for moment in reversed(changes.MOMENTS):
        treatment = changes.with_vitals_added(treatment, moment, DAY_OF_TREATMENT)
    assert [one.moment for one in treatment.vitals] == list(changes.MOMENTS)
    treatment = changes.with_vitals(treatment, 1, temperature_c=Decimal("36.0"))
    assert str(treatment.vitals[1].temperature_c) == "36.0"
    assert [one.moment for one in changes.without_vitals(treatment, 0).vitals] == ["during", "after"]


def test_the_day_moves_every_time_and_keeps_the_clock() -> None:
    treatment = read_example("treated").consultation.treatment
    moved = changes.with_day(treatment, date(2026, 11, 18))
    assert changes.find_day(moved) == date(2026, 11, 18)
    assert moved.started_at == datetime(2026, 11, 18, 15, 20, tzinfo=JAPAN)
    assert moved.reactions[0].onset_at == datetime(2026, 11, 18, 15, 29, tzinfo=JAPAN)
    assert changes.with_day(moved, date(2026, 11, 19)) == treatment
    assert changes.with_day(Treatment(), date(2026, 11, 18)) == Treatment()


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:05", time(9, 5)),
        ("09:05", time(9, 5)),
        ("0905", time(9, 5)),
        ("９：０５", time(9, 5)),
        ("9時05分", time(9, 5)),
        ("23:59", time(23, 59)),
        ("24:00", None),
        ("9:60", None),
        ("905", None),
        ("9", None),
        ("٠٩:٠٥", None),
        ("noon", None),
    ],
)
def test_times_are_read_in_the_ways_people_write_them(text: str, clock: time | None) -> None:
    assert parse_clock(text) == clock


def test_vital_signs_have_the_bounds_of_the_checklist(content: Content) -> None:
    signs = {sign.field: sign for sign in derive_vital_signs(content.clinical)}
    assert signs["temperature_c"].possible == (Decimal(30), Decimal(45))
    assert signs["temperature_c"].decimals == 1
    assert signs["spo2_percent"].plausible[0] == Decimal(94)
    assert {sign.unit for sign in signs.values()} == {"°C", "mmHg", "/min", "%"}


@pytest.mark.parametrize("language", list(Language))
def test_a_rule_that_cannot_be_judged_locks_the_treatment_by_its_name(content: Content, language: Language) -> None:
    shipped = content.clinical.find_rule("X20")
    assert shipped is not None
    silent = "descendants().where(linkId = 'x01-note').answer.value = 'x'"
    rule = msgspec.structs.replace(shipped, id="SILENT", when=(), expression=silent)
    clinical = make_clinical_content(content.clinical.questionnaire, RuleSet("1", (rule,)))
    view = derive(replace(content, clinical=clinical), ready_to_treat(), language)
    assert view.is_locked
    assert rule.title.in_language(language) in view.locks[0].sentence

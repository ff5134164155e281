"""Two people's changes of one record: nothing that either changed is missing from the record that is joined."""

from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from stemsup_desktop.consultation.joined_changes import join_changes, join_visits
from stemsup_desktop.consultation.record import AnswerNote, Consultation, Examination, Explanation, StopRaised

AT = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9)))
ONE, TWO, THREE = AnswerNote("one", "1"), AnswerNote("two", "2"), AnswerNote("three", "3")
OTHER_ONE = AnswerNote("one", "other")


def with_notes(*notes: AnswerNote) -> Consultation:
    return Consultation("visit", AT, examination=Examination(notes=notes))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "joined"),
    [
        ((), (ONE,), (TWO,), (TWO, ONE)),
        ((ONE,), (ONE, TWO), (ONE, THREE), (ONE, THREE, TWO)),
        ((ONE, TWO), (ONE,), (ONE, TWO, THREE), (ONE, THREE)),
        ((ONE, TWO), (ONE, TWO, THREE), (TWO,), (TWO, THREE)),
        ((ONE, TWO), (TWO,), (OTHER_ONE, TWO), (OTHER_ONE, TWO)),
        ((ONE,), (AnswerNote("one", "mine"),), (OTHER_ONE,), (AnswerNote("one", "mine"),)),
        ((ONE,), (AnswerNote("one", "1", "Mori"),), (OTHER_ONE,), (AnswerNote("one", "other", "Mori"),)),
        ((ONE,), (ONE,), (), ()),
        ((ONE,), (), (ONE,), ()),
    ],
)
def test_entries_that_either_added_changed_or_took_away(
    base: tuple[AnswerNote, ...],
    mine: tuple[AnswerNote, ...],
    theirs: tuple[AnswerNote, ...],
    joined: tuple[AnswerNote, ...],
) -> None:
    found = join_visits(with_notes(*base), with_notes(*mine), with_notes(*theirs))
    assert found == with_notes(*joined)


def test_fields_of_one_part_are_joined_one_by_one() -> None:
    base = Consultation("visit", AT)
    mine = msgspec.structs.replace(base, explanation=Explanation(questions_asked="mine"))
    theirs = msgspec.structs.replace(base, visit_number=2)
    joined = join_visits(base, mine, theirs)
    assert (joined.explanation.questions_asked, joined.visit_number) == ("mine", 2)


def test_every_stop_that_either_has_raised_stays_raised() -> None:
    stops = [StopRaised(f"X{number}", AT) for number in (1, 2)]
    base, mine, theirs = (
        Consultation("visit", AT, examination=Examination(stops_raised=raised))
        for raised in ((), *[(s,) for s in stops])
    )
    assert set(join_visits(base, mine, theirs).examination.stops_raised) == set(stops)


def test_a_list_whose_entries_nothing_tells_apart_is_one_or_the_other() -> None:
    twice = (ONE, OTHER_ONE)
    assert join_changes((), twice, (TWO,)) == twice
    assert join_changes(twice, twice, (TWO,)) == (TWO,)

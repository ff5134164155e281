"""Points of earlier visits behind those of today, and the sentence on sum and volume drawn up."""

from datetime import date
from decimal import Decimal

import pytest

from stemsup_desktop.consultation.course import VolumeBalance
from stemsup_desktop.consultation.record import Background, PastVisit
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.balance import Standing, derive_standing, say_balance
from stemsup_desktop.consultation.sites.drawings import read_drawings
from stemsup_desktop.consultation.sites.ghosts import count_other_version, derive_ghosts
from stemsup_desktop.consultation.treatment_model import SiteTreated
from stemsup_desktop.resources import find_resources

FACE = next(one for one in read_drawings(find_resources() / "sites" / "site-map.json") if one.view_id == "face-front")


def point(drawing: str, x: int) -> SitePoint:
    return SitePoint(drawing, Decimal(x), Decimal(220), Decimal("0.05"))


def visit(number: int, *sites: SiteTreated) -> PastVisit:
    return PastVisit(f"visit-{number}", number, date(2026, 9, number), sites=sites)


def test_only_points_of_this_very_drawing_are_ghosts_and_the_last_visit_is_marked() -> None:
    cheek = SiteTreated("cheek-r", marked=(point("face-front/2", 100), point("face-front/2", 110)))
    both = SiteTreated("cheek-r", marked=(point("face-front/1", 100), point("face-front/2", 120)))
    elsewhere = SiteTreated("vertex", marked=(point("scalp-top/2", 160),))
    background = Background(visits=(visit(1, cheek), visit(2, both, elsewhere), visit(3, SiteTreated("cheek-r", 4))))
    ghosts = derive_ghosts(background, FACE)
    assert [(one.visit_number, one.site_id, one.number, one.point.x, one.is_last) for one in ghosts] == [
        (1, "cheek-r", 1, 100, False),
        (1, "cheek-r", 2, 110, False),
        (2, "cheek-r", 2, 120, True),
    ]
    assert count_other_version(background, FACE) == 1


def test_without_earlier_points_there_are_no_ghosts() -> None:
    assert derive_ghosts(Background(visits=(visit(1, SiteTreated("cheek-r", 4)),)), FACE) == ()


def balance(injected: str, drawn_up: str | None, *without: str, discarded: str = "0") -> VolumeBalance:
    drawn = None if drawn_up is None else Decimal(drawn_up)
    left = None if drawn is None else drawn - Decimal(injected) - Decimal(discarded)
    return VolumeBalance(Decimal(injected), 0, drawn, Decimal(discarded), left, without)


@pytest.mark.parametrize(
    ("given", "standing", "english", "japanese"),
    [
        (balance("2.00", "2.0"), Standing.MATCHES, "2.00\u00a0mL, exactly", "2.00\u00a0mLで、吸い上げた量と一致"),
        (balance("1.90", "2.00"), Standing.LEFT_OVER, "0.10\u00a0mL is left over", "0.10\u00a0mLが残って"),
        (balance("2.10", "2.00"), Standing.TOO_MUCH, "0.10\u00a0mL more", "0.10\u00a0mL超えて"),
        (balance("2.10", "2.00", "nose"), Standing.TOO_MUCH, "0.10\u00a0mL more", "超えて"),
        (balance("1.90", None), Standing.OPEN, "is not entered", "吸い上げた量が未入力"),
        (balance("2.00", "2.00", "nose"), Standing.OPEN, "1 site has no volume yet", "1部位の量が未入力"),
        (balance("0", None, "nose", "chin"), Standing.OPEN, "2 sites have no volume yet", "2部位"),
        (
            balance("1.80", "2.00", discarded="0.20"),
            Standing.MATCHES,
            "0.20\u00a0mL discarded, as recorded",
            "0.20\u00a0mLは、記録のとおり廃棄",
        ),
        (
            balance("1.70", "2.00", discarded="0.20"),
            Standing.LEFT_OVER,
            "0.20\u00a0mL was discarded; 0.10\u00a0mL is left over",
            "廃棄量は0.20\u00a0mL、吸い上げた量は2.00\u00a0mLで、0.10\u00a0mLが残って",
        ),
        (
            balance("1.87", "2.00", discarded="0.20"),
            Standing.TOO_MUCH,
            "0.20\u00a0mL was discarded, 0.07\u00a0mL more than the 2.00\u00a0mL drawn up",
            "2.00\u00a0mLを0.07\u00a0mL超えて",
        ),
        (
            balance("1.80", None, discarded="0.20"),
            Standing.OPEN,
            "0.20\u00a0mL was discarded; the volume drawn up is not entered",
            "廃棄量は0.20\u00a0mL、吸い上げた量が未入力",
        ),
    ],
)
def test_the_balance_says_what_is_left_or_too_much_to_the_last_digit(
    given: VolumeBalance, standing: Standing, english: str, japanese: str
) -> None:
    assert derive_standing(given) is standing
    said = say_balance(given)
    assert english in said.en
    assert japanese in said.ja

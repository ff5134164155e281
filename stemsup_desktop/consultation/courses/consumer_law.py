"""The hint on contract papers for longer, dearer courses: the bounds, and that the clinic decides."""

from stemsup_desktop.consultation.course import (
    COOLING_OFF_ABOVE_YEN,
    derive_total_yen,
    may_need_cooling_off,
)
from stemsup_desktop.consultation.formats import format_yen
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.language import Language, Text


def say_consumer_law(plan: Plan) -> Text | None:
    """Return the hint where a plan reaches both bounds, with its own length and cost; it is information only.

    The bounds are those of aesthetic courses in the Specified Commercial Transactions Act (S129).
    """
    total = derive_total_yen(plan)
    if not may_need_cooling_off(plan) or total is None or plan.sessions is None or plan.interval_days is None:
        return None
    days = (plan.sessions - 1) * plan.interval_days
    bound_en, bound_ja = (format_yen(COOLING_OFF_ABOVE_YEN, one) for one in (Language.EN, Language.JA))
    total_en, total_ja = (format_yen(total, one) for one in (Language.EN, Language.JA))
    return Text(
        f"This course runs {days} days and costs {total_en}. Over one month and {bound_en}, aesthetic courses of some"
        " kinds need contract papers, 8 days of cooling-off and a capped fee when cancelled midway (Specified"
        " Commercial Transactions Act). Whether this one does is for the clinic to decide.",
        f"このコースは{days}日間、総額{total_ja}です。1か月を超え、かつ{bound_ja}を超える美容医療の一部は、特定商取引法により、"
        "契約書面の交付、8日間のクーリング・オフ、中途解約（解約料の上限あり）の対象になります。"
        "該当するかどうかは、クリニックで判断してください。",
    )

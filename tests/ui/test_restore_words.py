"""What is said of a restore before it is done, the same in the window and at the command line."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.backup.loss import Kinship, Loss
from stemsup_desktop.ui.restore_words import say_loss
from stemsup_desktop.ui.words import read_catalogue

NOW = datetime(2026, 9, 8, 10, 44, tzinfo=UTC)
CATALOGUE = read_catalogue(find_resources() / "i18n", ("restore",))
SINCE = Loss(
    NOW - timedelta(hours=5),
    timedelta(hours=5),
    Kinship.EARLIER,
    AuditHead(9, "ab"),
    patients=1,
    changed_visits=2,
    documents=1200,
    changes=1300,
    last_change_at=NOW - timedelta(minutes=4),
)
NONE_NEW = msgspec.structs.replace(SINCE, patients=0, changed_visits=0, documents=0, changes=1)
NOTHING = msgspec.structs.replace(NONE_NEW, changes=0, last_change_at=None)
UNKNOWN = Loss(NOW, timedelta(days=3))
ANOTHER = msgspec.structs.replace(SINCE, kinship=Kinship.ANOTHER, changed_visits=0)
APART = msgspec.structs.replace(ANOTHER, kinship=Kinship.APART)
UNREAD = msgspec.structs.replace(UNKNOWN, kinship=Kinship.ANOTHER)


@pytest.mark.parametrize(
    ("loss", "english", "japanese"),
    [
        (
            SINCE,
            "What was entered in the 5 hours since then is not in it: 1 new patient, changes in 2 earlier visits, "
            "1,200 sealed documents. 1,300 changes in all, the last on 8 Sep 2026, 10:40.",
            "その後の5時間に入力された内容は含まれません：新しい患者 1名、それ以前の診察 2件への変更、"
            "封印された書類 1,200件。"
            "変更は全部で1,300件、最後の変更は2026年9月8日 10:40です。",
        ),
        (NONE_NEW, "no new patient, visit or document. 1 change in all, on 8 Sep", "新しい患者、診察、書類はなし。"),
        (NOTHING, "Nothing would be lost: no patient", "失われる記録はありません。"),
        (
            UNKNOWN,
            "in the 3 days since then is in it. The records on this computer cannot be compared",
            "比較できません。",
        ),
        (ANOTHER, "another vault. None of the records on this computer is in it. The vault", "別の保管庫の"),
        (ANOTHER, "holds 1 patient, 0 visits, 1,200 documents.", "患者 1名、診察 0件、書類 1,200件。"),
        (APART, "the same vault, but each", "その後の記録が互いに異なります。"),
        (UNREAD, "This is a backup of another vault. None of the records on this computer is in it.", "含まれません。"),
    ],
)
def test_a_loss_is_said_in_both_languages(loss: Loss, english: str, japanese: str) -> None:
    assert english in say_loss(loss, NOW, CATALOGUE.in_language(Language.EN))
    assert japanese in say_loss(loss, NOW, CATALOGUE.in_language(Language.JA))

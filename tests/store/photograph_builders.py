"""Photographs for the vault's tests, and visits whose consent allows them."""

from datetime import datetime, timedelta

import msgspec
from documents.photograph_samples import draw, write
from PIL import Image, ImageDraw
from store.builders import START, make_consultation

from stemsup_desktop.consultation.record import Choices, Consent, Consultation, GivenConsent
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.documents.photographs import CleanPhotograph, read_photograph
from stemsup_desktop.store.entries import PhotographToAdd

PATIENT_ID = "patient-A-0012"
NUMBER = "CNS-2026-00001"


def agree(visit: Consultation | None = None, number: str = NUMBER, *, is_chosen: bool = True) -> Consultation:
    visit = visit or make_consultation()
    signature = GivenConsent(number, visit.started_at.date(), "髙橋 花子", "青木 誠", True, "0" * 64)
    consent = Consent(choices=Choices(photographs=is_chosen), signature=signature)
    return msgspec.structs.replace(visit, consent=consent)


def take_back(*scope: str, number: str = NUMBER, since: datetime = START) -> Withdrawal:
    return Withdrawal(number, since + timedelta(seconds=2), SignerRole.PATIENT, "髙橋 花子", scope)


def make_clean(mark: int = 0, side: int = 48) -> CleanPhotograph:
    """Return a photograph of its own bytes for each mark."""
    image: Image.Image = draw(side, side)
    ImageDraw.Draw(image).text((2, side // 2), f"{mark}", fill=(0, 0, 0))
    return read_photograph(write(image, "PNG"))


def to_add(kept: CleanPhotograph, patient_id: str = PATIENT_ID, **changes: object) -> PhotographToAdd:
    given = PhotographToAdd(patient_id, START, kept.preview, "visit-1", site_id="vertex", note="before")
    return msgspec.structs.replace(given, **changes)

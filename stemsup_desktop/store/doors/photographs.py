"""Photographs of patients: only with their consent to it, hidden as soon as that is taken back, removed by an act."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.photograph_model import Photograph
from stemsup_desktop.consultation.photographs.clean_jpeg import find_clean_size
from stemsup_desktop.consultation.photographs.scale import LARGEST, SMALLEST
from stemsup_desktop.store import consultations, patients, photograph_shelf
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import PhotographToAdd
from stemsup_desktop.store.identifiers import make_uuid7
from stemsup_desktop.store.patients import mark_patient_seen
from stemsup_desktop.store.photograph_shelf import PatientPhotographs
from stemsup_desktop.store.problems import make_input_problem

MOST_BYTES = 40_000_000
MOST_SIDE_PX, MOST_PREVIEW_PX = 4096, 640
LONGEST_TEXT = 2_000
_ONE_DAY = timedelta(days=1)


class PhotographDoor(Door):
    """Photographs of patients. Each act asks the vault for the patient's consent anew."""

    def add_photograph(self, photograph: PhotographToAdd, data: bytes) -> Photograph:
        """Keep a photograph and return what is known of it; the same bytes of the same patient again add nothing.

        `data` and the preview are JPEGs without anything but the picture, of at most 4096 and 640 px a side. Raises
        `InputProblem` patient-unknown, consultation-unknown, consultation-of-another, photographs-not-agreed,
        photograph-not-clean, photograph-too-large, photograph-ahead, photograph-note.
        """
        with self._writing(Right.PATIENTS) as db:
            patients.get_patient(db, photograph.patient_id)
            if photograph.consultation_id:
                _, patient_id, _ = consultations.load_consultation(db, photograph.consultation_id)
                if patient_id != photograph.patient_id:
                    raise make_input_problem("consultation-of-another")
            photograph_shelf.require_permission(db, photograph.patient_id)
            now = self._clock()
            made = _make_photograph(photograph, data, self.author.name, now)
            kept = photograph_shelf.find_same(db, made.patient_id, made.sha256)
            if kept is not None:
                return kept
            photograph_shelf.add_photograph(db, made, data, photograph.preview, now)
            mark_patient_seen(db, made.patient_id, now)
            self._note(_make_event(AuditAct.PHOTOGRAPH_ADDED, made))
            return made

    def list_photographs(self, patient_id: str) -> PatientPhotographs:
        """Return what is known of a patient's photographs, without pictures; see `PatientPhotographs`.

        Raises `InputProblem` patient-unknown.
        """
        with self._reading(Right.PATIENTS) as db:
            patients.get_patient(db, patient_id)
            permission = photograph_shelf.find_permission(db, patient_id)
            kept = photograph_shelf.list_kept(db, patient_id)
            removed = photograph_shelf.list_removed(db, patient_id)
            if not permission.is_given:
                return PatientPhotographs(patient_id, permission, (), removed, len(kept))
            return PatientPhotographs(patient_id, permission, kept, removed)

    def load_photograph(self, photo_id: str, *, patient_id: str) -> tuple[Photograph, bytes]:
        """Return a photograph of the patient whose chart is open.

        Raises `InputProblem` photograph-unknown, photograph-of-another, photograph-removed, photographs-not-agreed;
        `EnvironmentProblem` photograph-damaged.
        """
        with self._reading(Right.PATIENTS) as db:
            kept = photograph_shelf.get_photograph(db, photo_id, patient_id)
            photograph_shelf.require_permission(db, patient_id)
            data = photograph_shelf.load_data(db, kept)
            self._note_view(_make_event(AuditAct.PHOTOGRAPH_VIEWED, kept))
            return kept, data

    def load_photograph_previews(self, patient_id: str) -> Mapping[str, bytes]:
        """Return the small pictures of a patient's photographs, JPEGs by id; raises photographs-not-agreed."""
        with self._reading(Right.PATIENTS) as db:
            photograph_shelf.require_permission(db, patient_id)
            previews = photograph_shelf.load_previews(db, patient_id)
            if previews:
                self._note_view(AuditEvent(AuditAct.PHOTOGRAPH_VIEWED, patient_id))
            return previews

    def measure_photograph(self, photo_id: str, scale: str, *, patient_id: str) -> Photograph:
        """Keep the scale of a photograph, in pixels per mm as a decimal number; empty takes it away.

        Raises as `load_photograph`, and photograph-scale.
        """
        with self._writing(Right.PATIENTS) as db:
            kept = photograph_shelf.get_photograph(db, photo_id, patient_id)
            photograph_shelf.require_permission(db, patient_id)
            if scale and not _is_scale(scale):
                raise make_input_problem("photograph-scale")
            if kept.scale == scale:
                return kept
            measured = msgspec.structs.replace(kept, scale=scale)
            photograph_shelf.save_scale(db, measured)
            self._note(_make_event(AuditAct.PHOTOGRAPH_MEASURED, kept, {"scale": scale}))
            return measured

    def remove_photograph(self, photo_id: str, reason: str, *, patient_id: str) -> None:
        """Remove a photograph for good: its bytes go, its line stays with the reason. Possible also while hidden.

        Raises `InputProblem` photograph-reason, photograph-unknown, photograph-of-another, photograph-removed.
        """
        with self._writing(Right.PATIENTS) as db:
            _check_reason(reason)
            self._remove(db, photograph_shelf.get_photograph(db, photo_id, patient_id), reason)

    def remove_hidden_photographs(self, patient_id: str, reason: str) -> int:
        """Remove every photograph of a patient whose consent to them does not hold; return how many they were.

        Raises `InputProblem` photograph-reason, patient-unknown, and photographs-not-hidden while the consent holds.
        """
        with self._writing(Right.PATIENTS) as db:
            _check_reason(reason)
            patients.get_patient(db, patient_id)
            if photograph_shelf.find_permission(db, patient_id).is_given:
                raise make_input_problem("photographs-not-hidden")
            kept = photograph_shelf.list_kept(db, patient_id)
            for one in kept:
                self._remove(db, one, reason)
            return len(kept)

    def _remove(self, db: Database, photograph: Photograph, reason: str) -> None:
        now = self._clock()
        photograph_shelf.remove_photograph(db, photograph.photo_id, reason, self.author.name, now)
        mark_patient_seen(db, photograph.patient_id, now)
        self._note(_make_event(AuditAct.PHOTOGRAPH_REMOVED, photograph, {"reason": reason}))


def _make_photograph(given: PhotographToAdd, data: bytes, added_by: str, now: datetime) -> Photograph:
    """Return what is known of a photograph that is to be kept, or refuse what is none."""
    if len(data) > MOST_BYTES or len(given.preview) > MOST_BYTES:
        raise make_input_problem("photograph-too-large")
    size, small = find_clean_size(data), find_clean_size(given.preview)
    if size is None or small is None:
        raise make_input_problem("photograph-not-clean")
    if max(size) > MOST_SIDE_PX or max(small) > MOST_PREVIEW_PX:
        raise make_input_problem("photograph-too-large")
    if given.taken_at > now + _ONE_DAY:
        raise make_input_problem("photograph-ahead")
    if len(given.note) > LONGEST_TEXT:
        raise make_input_problem("photograph-note")
    return Photograph(
        photo_id=make_uuid7(now),
        patient_id=given.patient_id,
        consultation_id=given.consultation_id,
        taken_at=given.taken_at,
        added_by=added_by,
        sha256=hashlib.sha256(data).hexdigest(),
        width=size[0],
        height=size[1],
        size=len(data),
        site_id=given.site_id,
        view=given.view,
        note=given.note,
    )


def _check_reason(reason: str) -> None:
    if is_blank(reason) or len(reason) > LONGEST_TEXT:
        raise make_input_problem("photograph-reason")


def _is_scale(scale: str) -> bool:
    try:
        value = Decimal(scale)
    except InvalidOperation:
        return False
    return value.is_finite() and SMALLEST <= value <= LARGEST


def _make_event(act: AuditAct, kept: Photograph, facts: dict[str, object] | None = None) -> AuditEvent:
    return AuditEvent(act, kept.patient_id, kept.consultation_id, kept.photo_id, make_facts(facts or {}))

"""Fills a whole consultation by reflection: any field of text that the record has, or will have, is typed into."""

import types
import typing
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum

import msgspec
from content.examination_builders import TODAY, complete

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import NO_BACKGROUND, ConsultationFile
from stemsup_desktop.content import Content
from stemsup_desktop.questionnaire.answers import ItemAnswers, StringAnswer
from stemsup_desktop.questionnaire.enablement import derive_enabled
from stemsup_desktop.questionnaire.item_types import ItemType

NOW = datetime(2026, 11, 23, 10, 0).astimezone()

Texts = Callable[[str], str]
"""Returns what a person typed into a field, given the field's path."""

NOT_TYPED: dict[str, object] = {
    "Patient.patient_id": "p",
    "Patient.birth_date": date(1990, 4, 18),
    "Consultation.consultation_id": "c",
    "Complaint.symptom_id": "SYM01",
    "Opinion.rule_id": "X01",
    "Opinion.rule_version": "1",
    "Opinion.answers_sha256": "0" * 64,
    "StopRaised.rule_id": "X09",
    "StopRaised.raised_at": NOW - timedelta(hours=1),
    "StopLifted.rule_id": "X09",
    "AnswerNote.link_id": "x01",
    "CarriedAnswer.link_id": "x01",
    "CarriedAnswer.consultation_id": "c0",
    "ExplainedPage.content_sha256": "0" * 64,
    "SeenPage.content_sha256": "0" * 64,
    "ScreenAnswer.content_sha256": "0" * 64,
    "SeenPage.page_id": "reference:SYM01",
    "ScreenAnswer.page_id": "question:effect",
    "ScreenAnswer.option_id": "a",
    "Certificate.is_research_use_only": False,
    "Certificate.shown_absent": ("penicillin",),
    "Product.expires": date(2027, 12, 31),
    "PlannedSite.site_id": "other",
    "SiteTreated.points": None,
    "SiteTreated.volume_ml": None,
    "SitePoint.drawing": "face-front/1",
    "PlannedPoint.drawing": "face-front/1",
    "Product.lot_id": "",
    "Product.is_recalled": False,
    "Product.had_temperature_excursion": False,
    "Certificate.has_failed_item": False,
    "VialUsed.lot_id": "",
    "VialUsed.expires_on": date(2027, 12, 31),
    "Reaction.event_id": "",
    "Reaction.site_id": "other",
    "GradeGiven.grade": "1",
    "HairMeasure.site_id": "other",
    "ConsultationFile.background": NO_BACKGROUND,
    "Consultation.session": None,
    "GivenConsent.document_number": "CNS-2026-00001",
    "GivenConsent.basis_sha256": "0" * 64,
    "GivenConsent.form_version": "1",
    "AgreedPart.sha256": "0" * 64,
    "AgreedClause.clause_id": "cost",
    "AgreedClause.version": "1",
    "AgreedClause.sha256": "0" * 64,
    "Initial.clause_id": "cost",
    "Initial.clause_version": "1",
    "Initial.clause_sha256": "0" * 64,
    "Consent.choices_seen_sha256": "0" * 64,
    "Consent.ticks": ("free-copy/1",),
    "HandSignature.text_sha256": "0" * 64,
    "HandSignature.basis_sha256": "0" * 64,
    "TeachBackAnswer.question_id": "q",
    "TeachBackAnswer.question_version": "1",
    "TeachBackAnswer.clause_id": "cost",
    "TeachBackAnswer.option_id": "a",
    "Withdrawal.document_number": "CNS-2026-00001",
    "Withdrawal.scope": ("photographs",),
    "Withdrawal.slip_number": "",
    "EarlierConsent.consultation_id": "c0",
    "EarlierConsent.document_number": "CNS-2026-00001",
    "EarlierConsent.form_version": "1",
    "EarlierConsent.basis_sha256": "0" * 64,
    "SiteTreated.site_id": "other",
    "UseAnswer.question_id": "missed",
    "UseAnswer.question_version": "1.0",
    "UseAnswer.option_id": "a",
    "Treatment.no_reaction_observed": False,
    "ScoreToday.symptom_id": "SYM01",
}
"""Ids, hashes and codes that the program writes, and values without which the visit would be another one."""


def fill_file(content: Content, typed: Texts) -> ConsultationFile:
    """Return a consultation in which every field has a value, and every text that a person types comes from `typed`."""
    chosen = NOT_TYPED | {
        "Examination.questionnaire": content.clinical.questionnaire.canonical,
        "Examination.responses": _answer(content, typed),
        "ExplainedPage.page_id": content.reference.pages[0].id,
        "Plan.aftercare_ids": (content.aftercare.items[0].id,),
        "Summary.aftercare_given_ids": (content.aftercare.items[0].id,),
    }
    return _Filler(typed, chosen).fill_struct(ConsultationFile, "")


def list_typed_fields(content: Content) -> tuple[str, ...]:
    """Return the path of every text that a person types, answers to the checklist included."""
    found: list[str] = []

    def note(path: str) -> str:
        found.append(path)
        return "x"

    fill_file(content, note)
    return tuple(found)


def normalised(texts: Texts) -> Texts:
    """Return the texts as a page puts them into the record."""
    return lambda path: normalise_text(texts(path))


def _answer(content: Content, typed: Texts) -> tuple[ItemAnswers, ...]:
    answers = complete(content.clinical, {})
    responses = [ItemAnswers(link_id, given) for link_id, given in answers.items()]
    for item in derive_enabled(content.clinical.questionnaire, responses).items:
        if item.type in (ItemType.TEXT, ItemType.STRING):
            answers[item.link_id] = (StringAnswer(typed(f"answer.{item.link_id}")),)
    return tuple(ItemAnswers(link_id, given, NOW, typed("answered_by")) for link_id, given in answers.items())


class _Filler:
    def __init__(self, typed: Texts, chosen: dict[str, object]) -> None:
        self._typed = typed
        self._chosen = chosen

    def fill_struct(self, kind: type, path: str) -> typing.Any:
        hints = typing.get_type_hints(kind, include_extras=True)
        values = {}
        for name in kind.__struct_fields__:  # type: ignore[attr-defined]
            key, below = f"{kind.__name__}.{name}", f"{path}.{name}".lstrip(".")
            values[name] = self._chosen[key] if key in self._chosen else self._fill(hints[name], below)
        return kind(**values)

    def _fill(self, hint: typing.Any, path: str) -> object:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Annotated:
            return self._fill(arguments[0], path)
        if origin is typing.Literal:
            return arguments[0]
        if origin in (typing.Union, types.UnionType):
            return self._fill(next(one for one in arguments if one is not type(None)), path)
        if origin is tuple:
            return (self._fill(arguments[0], f"{path}[0]"),)
        return self._fill_plain(hint, path)

    def _fill_plain(self, kind: type, path: str) -> object:
        if issubclass(kind, msgspec.Struct):
            return self.fill_struct(kind, path)
        if issubclass(kind, Enum):
            return next(iter(kind))
        if kind is str:
            return self._typed(path)
        plain: dict[type, object] = {bool: True, int: 1, Decimal: Decimal(1), date: TODAY, datetime: NOW}
        return plain[kind]


def walk_texts(value: object) -> Iterator[str]:
    """Yield every text in a record."""
    match value:
        case str() if not isinstance(value, Enum):
            yield value
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from walk_texts(getattr(value, name))
        case tuple():
            for item in value:
                yield from walk_texts(item)

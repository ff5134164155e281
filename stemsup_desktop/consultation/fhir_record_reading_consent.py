"""Reads consent, marks, teach-back and withdrawals out of a record."""

import base64
import binascii
from collections.abc import Iterator, Mapping

import msgspec

from stemsup_desktop.consultation.fhir_record_json import (
    Code,
    convert,
    find_extensions,
    read_coded,
    read_extension,
    read_fields,
)
from stemsup_desktop.consultation.fhir_record_marks import EARLIER_WITHDRAWAL, INITIALS, SIGNATURE, WITHDRAWAL
from stemsup_desktop.consultation.fhir_record_model import RecordedConsent, RecordedText
from stemsup_desktop.consultation.fhir_record_screen import read_screen
from stemsup_desktop.consultation.record import Choices, Declined, GivenConsent
from stemsup_desktop.consultation.signing_model import (
    AgreedClause,
    AgreedPart,
    EarlierConsent,
    HandSignature,
    Initial,
    Ink,
    TeachBackAnswer,
    Withdrawal,
)
from stemsup_desktop.questionnaire.json_reading import Element

Fields = dict[str, object]


def read_consent(resources: Mapping[str, Element]) -> RecordedConsent:
    """Return how consent stood; raises `InputProblem` that names the path of a fault."""
    consent, earlier, teach_back = resources["consent"], resources.get("earlier-consent"), resources.get("teach-back")
    declined = [convert(read_fields(one), Declined, one) for one in find_extensions(consent, "declined")]
    return RecordedConsent(
        status=consent.text("status"),
        choices=_read_choices(consent),
        choices_seen_sha256=str(read_extension(consent, "choices-seen-sha256") or ""),
        form_version=_read_form_version(consent),
        basis_sha256=str(read_extension(consent, "basis-sha256") or ""),
        texts=tuple(_read_texts(resources["document"], consent)),
        given=_read_given(consent),
        declined=declined[0] if declined else None,
        earlier=None if earlier is None else _read_earlier(earlier, resources),
        initials=tuple(_read_initials(resources)),
        signatures=tuple(_read_signatures(resources)),
        teach_back=() if teach_back is None else _read_teach_back(teach_back),
        withdrawals=tuple(_read_withdrawals(resources, WITHDRAWAL)),
        screen=read_screen(resources),
    )


def _read_choices(consent: Element) -> Choices:
    chosen: Fields = {}
    for root in _list_objects(consent, "provision"):
        for one in root.elements("provision"):
            for code in one.elements("code"):
                if choice := read_coded(code, Code.CHOICE):
                    was = read_extension(one, "chosen")
                    chosen[choice] = one.text("type") == "permit" if was is None else was
    return convert(chosen, Choices, consent)


def _list_objects(element: Element, field: str) -> list[Element]:
    found = element.find_element(field)
    return [] if found is None else [found]


def _read_form_version(consent: Element) -> str:
    versions = (read_extension(policy, "form-version") for policy in consent.elements("policy"))
    return next((one for one in versions if isinstance(one, str)), "")


def _read_texts(document: Element, consent: Element) -> Iterator[RecordedText]:
    for text in find_extensions(document, "text"):
        fields = read_fields(text)
        clauses = [
            convert({key: one for key, one in printed.items() if key != "language"}, AgreedClause, policy)
            for policy in consent.elements("policy")
            for extension in find_extensions(policy, "printed-clause")
            if (printed := read_fields(extension)).get("language") == fields.get("language")
        ]
        made = {"language": fields.get("language"), "text_sha256": fields.get("sha256"), "clauses": ()}
        yield msgspec.structs.replace(convert(made, RecordedText, text), clauses=tuple(clauses))


def _read_given(consent: Element) -> GivenConsent | None:
    for one in find_extensions(consent, "given"):
        given = convert(read_fields(one), GivenConsent, one)
        clauses = [
            convert(read_fields(clause), AgreedClause, clause) for clause in find_extensions(consent, "agreed-clause")
        ]
        return msgspec.structs.replace(given, agreed_parts=_read_parts(consent), agreed_clauses=tuple(clauses))
    return None


def _read_parts(element: Element) -> tuple[AgreedPart, ...]:
    return tuple(convert(read_fields(one), AgreedPart, one) for one in find_extensions(element, "agreed-part"))


def _read_clauses(element: Element) -> Iterator[AgreedClause]:
    return (convert(read_fields(one), AgreedClause, one) for one in find_extensions(element, "agreed-clause"))


def _read_earlier(consent: Element, resources: Mapping[str, Element]) -> EarlierConsent:
    fields: Fields = {"signed_on": consent.text("dateTime")}
    for one in find_extensions(consent, "earlier"):
        fields |= read_fields(one)
    clauses = [clause for policy in consent.elements("policy") for clause in _read_clauses(policy)]
    return msgspec.structs.replace(
        convert(fields, EarlierConsent, consent),
        agreed_parts=_read_parts(consent),
        agreed_clauses=tuple(clauses),
        withdrawals=tuple(_read_withdrawals(resources, EARLIER_WITHDRAWAL)),
    )


def _list_acts(resources: Mapping[str, Element], activity: str) -> Iterator[tuple[Element, list[Element]]]:
    """Yield each act of one kind with its signatures."""
    for resource in resources.values():
        kind = read_coded(resource.find_element("activity"), Code.PROVENANCE)
        if resource.text("resourceType") == "Provenance" and kind == activity:
            yield resource, [*resource.elements("signature")]


def _read_initials(resources: Mapping[str, Element]) -> Iterator[Initial]:
    for _, signatures in _list_acts(resources, INITIALS):
        for one in signatures:
            fields: Fields = {"made_at": one.text("when"), "ink": _read_ink(one)}
            for extension in find_extensions(one, "initialled"):
                fields |= read_fields(extension)
            yield convert(fields, Initial, one)


def _read_signatures(resources: Mapping[str, Element]) -> Iterator[HandSignature]:
    for act, signatures in _list_acts(resources, SIGNATURE):
        role, name = _read_agent(act)
        for one in signatures:
            fields: Fields = {"role": role, "name": name, "signed_at": one.text("when"), "ink": _read_ink(one)}
            for extension in find_extensions(one, "signed"):
                fields |= read_fields(extension)
            yield msgspec.structs.replace(convert(fields, HandSignature, one), agreed_parts=_read_parts(one))


def _read_withdrawals(resources: Mapping[str, Element], activity: str) -> Iterator[Withdrawal]:
    for act, signatures in _list_acts(resources, activity):
        role, name = _read_agent(act)
        fields: Fields = {"withdrawn_at": act.text("recorded"), "by_role": role, "by_name": name}
        fields["reason"] = next((one.text("text") for one in act.elements("reason")), "")
        fields["recorded_by"] = next(
            (
                _read_display(one)
                for one in act.elements("agent")
                if not read_coded(one.find_element("type"), Code.ROLE)
            ),
            "",
        )
        for one in find_extensions(act, "withdrawal"):
            fields |= read_fields(one, several=("scope",))
        if signatures:
            fields["ink"] = _read_ink(signatures[0])
        yield convert(fields, Withdrawal, act)


def _read_agent(act: Element) -> tuple[str, str]:
    for agent in act.elements("agent"):
        if role := read_coded(agent.find_element("type"), Code.ROLE):
            return role, _read_display(agent)
    return "", ""


def _read_display(agent: Element) -> str:
    who = agent.find_element("who")
    return "" if who is None else who.text("display")


def _read_ink(signature: Element) -> Ink:
    try:
        return msgspec.json.decode(base64.b64decode(signature.text("data"), validate=True), type=Ink)
    except (binascii.Error, msgspec.DecodeError) as error:
        raise signature.fault("data", "expected strokes of ink") from error


def _read_teach_back(response: Element) -> tuple[TeachBackAnswer, ...]:
    attempts: list[tuple[int, TeachBackAnswer]] = []
    for item in response.elements("item"):
        for answer in item.elements("answer"):
            coding = answer.find_element("valueCoding")
            fields: Fields = {
                "question_id": item.text("linkId"),
                "option_id": "" if coding is None else coding.text("code"),
            }
            for one in find_extensions(answer, "attempt"):
                fields |= read_fields(one)
            number = fields.pop("attempt", 0)
            attempts.append((number if isinstance(number, int) else 0, convert(fields, TeachBackAnswer, answer)))
    return tuple(answer for _, answer in sorted(attempts, key=lambda attempt: attempt[0]))

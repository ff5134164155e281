"""What was seen and answered on the patient screen, in the record of a consent form: one Communication each."""

from collections.abc import Iterator, Mapping

from stemsup_desktop.consultation.fhir_record_json import convert, find_extensions, read_fields, write_record
from stemsup_desktop.consultation.screen_model import ScreenAnswer, ScreenRecord, SeenPage
from stemsup_desktop.questionnaire.fhir_values import write_moment
from stemsup_desktop.questionnaire.json_reading import Element
from stemsup_desktop.questionnaire.response_tree import Json

PAGE, ANSWER = "screen-page", "screen-answer"


def make_screen(screen: ScreenRecord, addresses: dict[str, str]) -> Iterator[tuple[str, Json]]:
    """Yield each page and each answer with its name within the record, in their order."""
    for number, page in enumerate(screen.pages, 1):
        received = page.last_shown_at
        told = _make_communication(page.title, addresses)
        yield (
            f"shown-{number}",
            {
                **told,
                "extension": write_record(PAGE, page),
                "recipient": [{"reference": addresses["patient"]}],
                "sent": write_moment(page.first_shown_at),
                "received": write_moment(max(received, page.first_shown_at)),
            },
        )
    for number, answer in enumerate(screen.answers, 1):
        told = _make_communication(answer.answer, addresses)
        yield (
            f"answered-{number}",
            {
                **told,
                "extension": write_record(ANSWER, answer),
                "sender": {"reference": addresses["patient"]},
                "sent": write_moment(answer.answered_at),
            },
        )


def read_screen(resources: Mapping[str, Element]) -> ScreenRecord:
    """Return what was seen and answered; raises `InputProblem` that names the path of a fault."""
    told = [one for one in resources.values() if one.text("resourceType") == "Communication"]
    pages = [(one, part) for one in told for part in find_extensions(one, PAGE)]
    answers = [(one, part) for one in told for part in find_extensions(one, ANSWER)]
    return ScreenRecord(
        tuple(convert(read_fields(part), SeenPage, one) for one, part in pages),
        tuple(convert(read_fields(part), ScreenAnswer, one) for one, part in answers),
    )


def _make_communication(words: str, addresses: dict[str, str]) -> Json:
    said: Json = {"payload": [{"contentString": words}]} if words else {}
    return {
        "resourceType": "Communication",
        "status": "completed",
        "subject": {"reference": addresses["patient"]},
        "about": [{"reference": addresses["consent"]}],
        **said,
    }

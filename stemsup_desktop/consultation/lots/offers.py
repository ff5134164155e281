"""What the gate would say of each lot of the lot book if it were the planned one, as far as lots are concerned."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.facts import derive_facts
from stemsup_desktop.consultation.gate_rules import Values, find_assessment, is_resolved
from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.lots.lot_standing import derive_certificate, derive_lot_standing, derive_product
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.rule_evaluation import get_facts
from stemsup_desktop.consultation.rule_reading import is_unknown
from stemsup_desktop.consultation.rules import LotFreeOf, Rule, Severity
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import CodingAnswer
from stemsup_desktop.questionnaire.enablement import list_answers
from stemsup_desktop.questionnaire.form import derive_form

LOT_FACTS = frozenset(
    {
        "lot_expired",
        "lot_expires_within_course",
        "certificate_on_file",
        "certificate_complete",
        "research_use_only",
        "certificate_item_failed",
        "lot_recalled",
        "lot_temperature_excursion",
    }
)
"""The facts that choosing another lot changes."""


class LotFinding(msgspec.Struct, frozen=True):
    """A rule that would hold of a lot."""

    rule_id: str
    severity: Severity
    title: Text


class AllergenLine(msgspec.Struct, frozen=True):
    """A substance that the patient must not receive, and whether the lot's certificate shows it as not detected."""

    code: str
    is_shown_absent: bool


class LotOffer(msgspec.Struct, frozen=True):
    """One lot as the plan could choose it; `findings` has the gravest first."""

    entry: LotEntry
    findings: tuple[LotFinding, ...] = ()
    allergens: tuple[AllergenLine, ...] = ()

    @property
    def stops(self) -> tuple[LotFinding, ...]:
        """What would close the gate."""
        return tuple(one for one in self.findings if one.severity is Severity.STOP)

    @property
    def is_free(self) -> bool:
        """Say whether the certificate shows none of what the patient must not receive."""
        return all(line.is_shown_absent for line in self.allergens)


class LotOffers(msgspec.Struct, frozen=True):
    """Every lot, and whether an allergy of the patient asks for lots whose certificate shows none."""

    offers: tuple[LotOffer, ...] = ()
    substances: tuple[str, ...] = ()
    """The codes of what the patient must not receive; empty where nothing was named that a certificate can show."""


def derive_offers(
    entries: Iterable[LotEntry], patient: Patient, consultation: Consultation, content: ClinicalContent, today: date
) -> LotOffers:
    """Judge each lot by itself, by the rules that read of lots and those that a lot can resolve.

    A rule with an expression of its own is judged by the gate alone, once its lot is chosen.
    """
    responses = consultation.examination.responses
    form = derive_form(content.questionnaire, responses, derive_surroundings(patient, today))
    answers = list_answers(form)
    of_lots = tuple(
        rule for rule in content.rules.rules if not rule.expression and LOT_FACTS.intersection(get_facts(rule))
    )
    of_allergies = tuple(_find_allergies(content, answers))
    named = {code for rule in of_allergies for code in _name_substances(rule, answers)}
    begun = Treatment(started_at=consultation.treatment.started_at)
    offers: list[LotOffer] = []
    for entry in entries:
        plan = msgspec.structs.replace(consultation.plan, product=derive_product(entry))
        visit = msgspec.structs.replace(consultation, plan=plan, treatment=begun)
        lots = (derive_lot_standing(entry),)
        facts = derive_facts(patient, visit, today, lots)
        said = [rule for rule in of_lots if find_assessment(rule, {}, facts) is not None]
        said += [rule for rule in of_allergies if not is_resolved(rule.resolution, visit, answers, lots)]
        absent = derive_certificate(entry.lot).shown_absent
        offers.append(
            LotOffer(
                entry,
                tuple(LotFinding(rule.id, rule.severity, rule.title) for rule in sorted(said, key=_rank)),
                tuple(AllergenLine(code, code in absent) for code in sorted(named)),
            )
        )
    return LotOffers(tuple(offers), tuple(sorted(named)))


def find_lot_rules(content: ClinicalContent) -> frozenset[str]:
    """Return the ids of the rules that a lot can resolve, such as an allergy to what its certificate shows absent."""
    return frozenset(rule.id for rule in content.rules.rules if isinstance(rule.resolution, LotFreeOf))


def _rank(rule: Rule) -> int:
    return tuple(Severity).index(rule.severity)


def _find_allergies(content: ClinicalContent, answers: Values) -> Iterator[Rule]:
    """Yield the rules that hold for these answers and that a lot can resolve."""
    for rule in content.rules.rules:
        if isinstance(rule.resolution, LotFreeOf) and not rule.expression:
            said = find_assessment(rule, answers, {})
            if said is not None and said.severity is Severity.STOP:
                yield rule


def _name_substances(rule: Rule, answers: Values) -> Iterator[str]:
    if isinstance(rule.resolution, LotFreeOf):
        for answer in answers.get(rule.resolution.question, ()):
            if isinstance(answer, CodingAnswer) and answer.code and not is_unknown(answer):
                yield answer.code

"""Consent and aftercare rest on sources that the reference lists, and take their names from it."""

from itertools import product

import pytest
from consultation.consent_builders import CLEAR, LANGUAGES, RESOURCES, SYMPTOM_IDS, make_file, shipped_text

from stemsup_desktop.consultation.aftercare import read_aftercare
from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.consent_assembly_names import Names, make_names
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.language import Language
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.reader import read_reference


@pytest.fixture(scope="module")
def library() -> ReferenceLibrary:
    return read_reference(RESOURCES / "reference")


@pytest.fixture(scope="module")
def names(library: ReferenceLibrary) -> Names:
    return make_names(library, read_aftercare(RESOURCES / "aftercare"))


def test_every_source_of_a_clause_is_listed_in_the_reference(library: ReferenceLibrary) -> None:
    cited = {source for clause in shipped_text().clauses.values() for source in clause.sources}
    assert cited
    assert cited <= library.sources.keys()


def test_every_source_of_aftercare_is_listed_in_the_reference(library: ReferenceLibrary) -> None:
    cited = {source for item in read_aftercare(RESOURCES / "aftercare").items for source in item.sources}
    assert cited
    assert cited <= library.sources.keys()


def test_the_reference_names_all_that_a_form_names(names: Names) -> None:
    assert set(names.symptoms) == set(SYMPTOM_IDS)
    assert set(names.routes) == set(Route)
    assert set(names.cell_sources) == set(CellSource)
    assert names.sites
    assert names.aftercare


@pytest.mark.parametrize(("language", "route"), list(product(LANGUAGES, Route)))
def test_a_form_with_every_site_takes_its_names_from_the_reference(
    names: Names, language: Language, route: Route
) -> None:
    sites = tuple(PlannedSite(site_id) for site_id in names.sites)
    consent = derive_consent(make_file((route,), SYMPTOM_IDS, sites=sites), CLEAR, shipped_text(), names, language)
    assert names.routes[route].in_language(language) in consent.subtitle

"""What a summary carries out of the vault says every volume with the digits that were entered."""

from dataclasses import replace
from decimal import Decimal

import msgspec
from documents.document_builders import full_file
from hypothesis import given, settings
from hypothesis import strategies as st
from test_fhir_record import SUMMARY, record_of, source_of

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.same_record import is_same
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import DripRecord, NasalRecord, SiteTreated, Treatment, VialUsed

VOLUMES = st.sampled_from(("0.1", "0.10", "0.100", "0.025", "0.0125", "0.333", "1", "1.0", "12.50", "0", "0.00"))
POINTS = st.builds(
    lambda volume, x: SitePoint("scalp-top/2", Decimal(x), Decimal("135.5"), Decimal(volume), Decimal("1.50")),
    VOLUMES,
    st.integers(120, 180),
)
VIALS = st.builds(
    lambda number, drawn_up, discarded: VialUsed(
        "L-1", f"{number:03}", Route.INTRADERMAL, "lot-a", None, Decimal(drawn_up), Decimal(discarded)
    ),
    st.integers(0, 999),
    VOLUMES,
    VOLUMES,
)


@st.composite
def treatments(draw: st.DrawFn) -> Treatment:
    """Return a treatment by all three routes; of its sites one is counted as a whole."""
    marked = draw(st.lists(POINTS, min_size=1, max_size=5))
    whole = Decimal(draw(VOLUMES))
    return Treatment(
        sites=(SiteTreated("vertex", marked=tuple(marked)), SiteTreated("mid-l", 4, whole)),
        vials=tuple(draw(st.lists(VIALS, max_size=3, unique_by=lambda vial: vial.vial))),
        drip=DripRecord(volume_ml=Decimal(draw(VOLUMES))),
        nasal=NasalRecord(volume_ml=Decimal(draw(VOLUMES))),
    )


@settings(max_examples=25, deadline=None)
@given(made=treatments())
def test_every_volume_stands_in_the_record_of_the_summary_digit_by_digit(made: Treatment) -> None:
    source = source_of(full_file())
    visit = msgspec.structs.replace(source.file.consultation, treatment=made)
    read = record_of(replace(source, file=msgspec.structs.replace(source.file, consultation=visit)), SUMMARY).treatment
    assert read is not None
    assert is_same(read.sites, made.sites)
    assert is_same(read.vials, made.vials)
    assert is_same((read.drip, read.nasal), (made.drip, made.nasal))

"""Derives and lays out the charts of 10,000 generated patients: each value in its own chart once, in nobody else's.

`check_charts.py COUNT` takes another number of patients.
"""

import sys
import time
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "tests"))

import msgspec
from consultation.scores.trend_builders import make_patient_file, shipped_names

from stemsup_desktop.consultation.record import Background, ConsultationFile
from stemsup_desktop.consultation.scores.chart_geometry import lay_chart
from stemsup_desktop.consultation.scores.chart_model import Metrics, Part
from stemsup_desktop.consultation.scores.plots import make_measure_plot, make_score_plot
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.consultation.scores.trend_model import Trend
from stemsup_desktop.language import Language

COUNT = 10_000
METRICS = Metrics(lambda text, _: 7.0 * len(text), dict.fromkeys(Part, 16.0), 8, 5.5)


@lru_cache(maxsize=2)
def get_file(seed: int) -> ConsultationFile:
    """Return the file of a generated patient, who is looked at next to the one before."""
    return make_patient_file(seed)


def find_faults(seed: int) -> list[str]:
    """Return what is wrong with the charts of one patient."""
    file = get_file(seed)
    trend = derive_trend(file)
    faults = [] if _list_entered(file) == _list_charted(trend) else ["a score is lost, doubled or somebody else's"]
    plots = [make_measure_plot(one, trend, shipped_names(), (Language.EN,)) for one in trend.measures]
    plots += [make_score_plot(trend, shipped_names(), tuple(Language))] if trend.has_chart else []
    for plot in plots:
        chart = lay_chart(plot, 620, 340, METRICS)
        if {plot.patient_id, chart.patient_id} != {file.patient.patient_id}:
            faults.append("a chart is of another patient")
        if len(chart.marks) != sum(value is not None for line in plot.lines for value in line.values):
            faults.append("a chart has another number of points than values")
    said = f"{trend}"
    if any(own_id not in said for own_id in (file.patient.patient_id, f"goal of {seed}")):
        faults.append("a chart does not say whose it is")
    return faults


def refuses_a_stranger(seed: int) -> bool:
    """Say whether a visit of the next patient is refused in the background of this one."""
    file, other = get_file(seed), get_file(seed + 1)
    visits = tuple(msgspec.structs.replace(one, patient_id=other.patient.patient_id) for one in other.background.visits)
    mixed = msgspec.structs.replace(file, background=Background(visits=(*file.background.visits, *visits)))
    try:
        derive_trend(mixed)
    except ValueError:
        return True
    return not visits


def _list_entered(file: ConsultationFile) -> list[tuple[str, str, int]]:
    visit = file.consultation
    every = [(one.consultation_id, one.complaints) for one in file.background.visits]
    every.append((visit.consultation_id, visit.reason.complaints))
    return sorted(
        (consultation_id, complaint.symptom_id, complaint.baseline_nrs)
        for consultation_id, complaints in every
        for complaint in complaints
        if complaint.baseline_nrs is not None
    )


def _list_charted(trend: Trend) -> list[tuple[str, str, int]]:
    return sorted(
        (trend.visits[at].consultation_id, series.symptom_id, score)
        for series in trend.symptoms
        for at, score in enumerate(series.scores)
        if score is not None
    )


def main() -> None:
    """Check them all; the first faults end it with their patients' numbers."""
    count, began = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT, time.monotonic()
    faults = []
    for seed in range(count):
        faults += [f"patient {seed}: {fault}" for fault in find_faults(seed)]
        if not refuses_a_stranger(seed):
            faults.append(f"patient {seed}: takes a stranger's visit")
    if faults:
        raise SystemExit("\n".join(faults[:20]))
    print(f"{count} patients: every score stands in its own chart, once ({time.monotonic() - began:.0f} s)")


if __name__ == "__main__":
    main()

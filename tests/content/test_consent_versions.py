"""Whatever shipped under a version stays what it was: a clause that is reworded gets a new version."""

import json
from pathlib import Path

import pytest
from consultation.consent_builders import shipped_text
from consultation.form_builders import reword, say

from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_versions import hash_form_version, list_clause_versions

LEDGER: dict[str, str] = json.loads((Path(__file__).parent / "consent-versions.json").read_text("utf-8"))


def list_versions(text: ConsentText) -> dict[str, str]:
    named = {f"{clause_id} {version}": sha256 for (clause_id, version), sha256 in list_clause_versions(text).items()}
    return {**named, f"form {text.form.version}": hash_form_version(text)}


def test_every_shipped_version_is_in_the_list_as_it_stands() -> None:
    wrong = {name for name, sha256 in list_versions(shipped_text()).items() if LEDGER.get(name) != sha256}
    assert wrong == set(), "give a reworded clause and the form a new version, then run .ci/record_clause_versions.py"


@pytest.mark.parametrize("version", ["", "1.1"])
def test_a_reworded_clause_is_missed_in_the_list(version: str) -> None:
    changed = reword(shipped_text(), "risk-unknown", version, blocks=say("None.", "ありません。"))
    name = f"risk-unknown {changed.clauses['risk-unknown'].version}"
    assert LEDGER.get(name) != list_versions(changed)[name]
    form = f"form {shipped_text().form.version}"
    assert LEDGER[form] != list_versions(changed)[form]

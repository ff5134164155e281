"""Writes the hashes in the example files anew, after a rule or clause changed: look at the diff.

In real visits a changed rule lapses an opinion and a changed clause outdates a signature. The examples are fiction that
goes with the content as it ships, so their hashes follow it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from stemsup_desktop.consultation.consent_basis import (
    consent_basis_sha256,
    derive_agreed_clauses,
    derive_agreed_parts,
)
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.content import Content, read_content
from stemsup_desktop.demo import list_examples
from stemsup_desktop.resources import find_resources


def main() -> None:
    """Rewrite every example in place."""
    content = read_content(find_resources())
    for path in list_examples(find_resources()):
        example = json.loads(path.read_text("utf-8"))
        refresh(path, example, content)
        path.write_text(json.dumps(example, ensure_ascii=False, indent=2) + "\n", "utf-8")
        print(path.name)
        refresh_earlier(path, example, content)


def refresh_earlier(path: Path, example: dict[str, Any], content: Content) -> None:
    """Rewrite what the consents of earlier visits of an example patient are bound to, where there are any."""
    earlier = find_resources() / "earlier-visits" / path.name
    if not earlier.exists():
        return
    visits = json.loads(earlier.read_text("utf-8"))
    for visit in visits:
        file = msgspec.convert({**example, "consultation": visit}, ConsultationFile, strict=False)
        bind_signature(visit, file, content)
    earlier.write_text(json.dumps(visits, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"earlier-visits/{path.name}")


def refresh(path: Path, example: dict[str, Any], content: Content) -> None:
    """Replace the checklist's version and what opinions and signature are bound to."""
    started = datetime.fromisoformat(example["consultation"]["started_at"])
    file = read_consultation_file(path, started.date())
    visit = example["consultation"]
    checklist = content.clinical.questionnaire
    visit["examination"]["questionnaire"] = f"{checklist.url}|{checklist.version}"
    findings = {finding.rule_id: finding for finding in content.derive_gate(file, started).findings}
    for opinion in visit["examination"].get("opinions", []):
        finding = findings[opinion["rule_id"]]
        opinion["rule_version"], opinion["answers_sha256"] = finding.rule_version, finding.answers_sha256
    bind_signature(visit, file, content)


def bind_signature(visit: dict[str, Any], file: ConsultationFile, content: Content) -> None:
    """Replace what the signature of a visit is bound to, where there is one."""
    signature = visit.get("consent", {}).get("signature")
    if signature is not None:
        signature["basis_sha256"] = consent_basis_sha256(file, content.consent)
        signature["agreed_parts"] = [
            {"name": part.name, "sha256": part.sha256} for part in derive_agreed_parts(file, content.consent)
        ]
        signature["form_version"] = content.consent.form.version
        signature["agreed_clauses"] = msgspec.to_builtins(derive_agreed_clauses(file, content.consent))


if __name__ == "__main__":
    main()

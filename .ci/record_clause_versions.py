"""Adds new clause versions of the shipped consent form to the list of those that have shipped; never changes one.

A clause that was reworded gets a new version first. A test refuses a clause that is not in the list as it stands.
"""

import json
from pathlib import Path

from stemsup_desktop.consultation.consent_text import read_consent_text
from stemsup_desktop.consultation.form_versions import hash_form_version, list_clause_versions
from stemsup_desktop.resources import find_resources

LEDGER = Path(__file__).resolve().parent.parent / "tests" / "content" / "consent-versions.json"


def main() -> None:
    """Write the list anew with what is not in it yet."""
    text = read_consent_text(find_resources() / "consent")
    kept: dict[str, str] = json.loads(LEDGER.read_text("utf-8")) if LEDGER.exists() else {}
    now = {f"{clause_id} {version}": sha256 for (clause_id, version), sha256 in list_clause_versions(text).items()}
    now[f"form {text.form.version}"] = hash_form_version(text)
    changed = sorted(name for name, sha256 in now.items() if kept.get(name, sha256) != sha256)
    if changed:
        raise SystemExit(f"changed under the same version, give a new one: {', '.join(changed)}")
    LEDGER.write_text(json.dumps({**now, **kept}, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{len(now.keys() - kept.keys())} versions added")


if __name__ == "__main__":
    main()

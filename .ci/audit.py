"""Asks an advisory service about what the wheel installs, and says so where none gives an answer."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SERVICES = ("pypi", "osv")

# How pip-audit says that a service was not reached. Anything else that ends it is a fault of ours or its own.
NO_ANSWER = ("ConnectionError", "Could not connect", "Timeout", "HTTPError")


def ask(pip_audit: Path, packages: Path, service: str, *options: str) -> list[dict[str, Any]]:
    """Return what a service says of each package in a folder that it knows; nothing where it gives no answer."""
    command = [pip_audit, "--path", packages, "--vulnerability-service", service, "--timeout", "10", *options]
    command += ["--format", "json", "--progress-spinner", "off"]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if not result.stdout.strip():
        if any(words in result.stderr for words in NO_ANSWER):
            return []
        raise SystemExit(f"pip-audit failed:\n{result.stderr}")
    # A package that the service does not know comes without `vulns`, and pip-audit counts it as found clean.
    return [package for package in json.loads(result.stdout)["dependencies"] if "vulns" in package]


def describe(package: dict[str, Any]) -> str:
    """Return a vulnerable package in one line: name, version, advisories, versions that mend it."""
    advisories = ", ".join(
        f"{one['id']} (mended in {', '.join(one['fix_versions']) or 'no version'})" for one in package["vulns"]
    )
    return f"{package['name']} {package['version']}: {advisories}"


def main() -> None:
    """Check the packages of a folder: `audit.py PIP_AUDIT SITE_PACKAGES [OPTION OF PIP_AUDIT ...]`."""
    pip_audit, packages, *options = sys.argv[1:]
    for service in SERVICES:
        if judged := ask(Path(pip_audit), Path(packages), service, *options):
            break
    else:
        print("not checked: no advisory service gives an answer about any of these packages")
        return
    if vulnerable := [describe(package) for package in judged if package["vulns"]]:
        raise SystemExit("known vulnerabilities:\n" + "\n".join(vulnerable))
    print(f"no known vulnerability in {len(judged)} packages: {', '.join(package['name'] for package in judged)}")


if __name__ == "__main__":
    main()

"""Content packs and rules folders: rules, their examples, and what else lies in a folder."""

import json
import os
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from border import Act, Border
from guard import Place
from judging import BorderFault, judge_sentence
from mutate_bytes import damage
from mutate_json import TEXTS, mutate_json
from samples import list_rule_files
from traps import lay_trap

from borders.visits import read_own_content
from stemsup_desktop.consultation.clinic_pack import apply_clinic_pack
from stemsup_desktop.consultation.content import make_clinical_content
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire_check import read_rules_folder
from stemsup_desktop.resources import find_resources


@cache
def _list_shipped() -> tuple[dict[str, Any], ...]:
    rules = json.loads((find_resources() / "rules" / "rules.json").read_bytes())["rules"]
    return tuple(rules)


def _make_pack_file(rng: Random, names: list[str]) -> str:
    rules: list[dict[str, Any]] = []
    for name in names:
        rule = next((one for one in _list_shipped() if one["id"] == name), _list_shipped()[0])
        if rng.random() < 0.5:
            text = {"en": "Clinic's words", "ja": "クリニックの文"}
            rules.append({"id": rule["id"], "version": rule["version"], "severity": "caution", "title": text})
        else:
            rules.append({**rule, "id": f"own-{name}"})
    return json.dumps({"version": "2026-1", "dated": "2026-10-01", "rules": rules}, ensure_ascii=False)


def _write_rules(rng: Random, folder: Path, place: Place, file: str) -> None:
    """Write a rules file and examples, one of them damaged, or something else in the place of one."""
    examples = folder / "examples"
    examples.mkdir(parents=True)
    for name, text in rng.sample(list_rule_files(), 3):
        own = rng.choice((name, f"own-{name}", "../outside/own", "%s", name + ".json"))
        target = examples / f"{own.replace('/', '_') if rng.random() < 0.7 else own}.json"
        if place.outside not in target.resolve().parents and target.parent.is_dir():
            target.write_bytes(mutate_json(rng, text) if rng.random() < 0.5 else text.encode())
    kind = rng.random()
    if kind < 0.6:
        (folder / "rules.json").write_bytes(mutate_json(rng, file))
    elif kind < 0.85:
        (folder / "rules.json").write_bytes(
            damage(rng, file.encode(), [text.encode() for _, text in list_rule_files()])
        )
    else:
        (folder / "rules.json").write_text(file, "utf-8")
    if rng.random() < 0.15:
        lay_trap(rng, rng.choice((folder / "rules.json", *sorted(examples.iterdir()))), place)
    if rng.random() < 0.05:
        _replace_by_link(rng, rng.choice((examples, folder)), place)


def _replace_by_link(rng: Random, folder: Path, place: Place) -> None:
    folder.rename(place.folder / "aside")
    folder.symlink_to(
        rng.choice(("/", "..", ".", str(place.outside), str(place.folder / "aside"), "/dev", "/proc/self"))
    )


def _add_clutter(rng: Random, pack: Path, place: Place) -> None:
    for _ in range(rng.choice((0, 0, 1, 3))):
        name = rng.choice((*TEXTS[:60], "x" * 250, "..json", "consent.json", ".hidden", "\udcff\udcfe")).replace(
            "/", "_"
        )
        path = pack / (name.replace("\0", "_").encode("utf-8", "replace")[:200].decode("utf-8", "ignore") or "_")
        if not path.exists():
            lay_trap(rng, path, place) if rng.random() < 0.5 else path.write_bytes(b"{}")
    if rng.random() < 0.02:
        deep = pack
        for _ in range(rng.choice((20, 90))):
            deep = deep / "deep"
        deep.mkdir(parents=True)
        os.symlink(pack, deep / "up")
    if rng.random() < 0.01:
        for number in range(2_000):
            os.close(os.open(f"{pack}/file-{number}", os.O_CREAT | os.O_WRONLY))


def _make_pack(rng: Random, place: Place) -> Act:
    pack = place.folder / "content"
    names = [name for name, _ in rng.sample(list_rule_files(), rng.choice((1, 1, 2)))]
    _write_rules(rng, pack / "rules", place, _make_pack_file(rng, names))
    if not (pack / "rules").is_symlink():
        _add_clutter(rng, pack, place)
    if rng.random() < 0.02:
        pack.rename(place.folder / "content-aside")
        pack.symlink_to(rng.choice(("/", "content-aside", "content", str(place.outside), "/proc/self", "/dev/zero")))
    own = read_own_content().clinical

    def act() -> None:
        rules, clinic = apply_clinic_pack(pack, own.rules, own.questionnaire)
        content = make_clinical_content(own.questionnaire, rules, clinic=clinic)
        if {rule.id for rule in own.rules.rules} - {rule.id for rule in content.rules.rules}:
            raise BorderFault("a pack removed a rule that ships")
        faults = () if clinic is None else clinic.faults
        for fault in faults:
            judge_sentence(fault.en, holds_patients=False)
            judge_sentence(fault.ja, holds_patients=False)
        if faults:  # the rules that ship stand in, and the gate says so: what was brought is refused
            raise InputProblem("pack-faulty", faults[0].en)

    return act


def _make_rules(rng: Random, place: Place) -> Act:
    folder = place.folder / rng.choice(("rules", "ルール", "r\n"))
    name, _ = rng.choice(list_rule_files())
    rule = next((one for one in _list_shipped() if one["id"] == name), _list_shipped()[0])
    inner = folder / "rules" if rng.random() < 0.3 else folder
    _write_rules(rng, inner, place, json.dumps({"version": "1", "rules": [rule]}, ensure_ascii=False))
    questionnaire = read_own_content().clinical.questionnaire

    def act() -> None:
        read_rules_folder(folder, questionnaire)

    return act


PACKS = Border("content pack", 1_300, _make_pack, holds_patients=False)
RULES = Border("rules folder", 700, _make_rules, holds_patients=False)

"""A whole consultation by the tree alone: first run, patient, seven steps. Runs on the system's Python.

`python3 consultation.py SCRIPT` takes what it says and looks for from a file that `script.py` made.
"""

import json
import re
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")  # the bindings call their own functions deprecated

from screen import GLib, Node, Role, Screen, State  # noqa: E402 - imported without its warnings

PROGRAM = "StemSup Desktop"
PASSPHRASE = "brass lantern over the quiet harbour"

SETTLE_S = 60.0
"""A vault is made, a long page is built: on a busy machine that takes its time."""


class Walk:
    """What the person does, and what they are told on the way."""

    def __init__(self, script: dict[str, Any]) -> None:
        self.script = script
        self.visit = script["visit"]
        self.screen = Screen(PROGRAM)

    def say(self, key: str, **values: object) -> str:
        """Return words of the window."""
        return self.script["words"][key].format(**values)

    def write(self, key: str, text: object, within: Node | None = None) -> Node:
        """Write into the field that is called so."""
        return self.screen.write(self.say(key), str(text), within)

    def press(self, key: str, **values: object) -> None:
        """Press the button that is called so."""
        self.screen.press(self.say(key, **values))

    def step(self, number: int) -> None:
        """Go to a step and see that it is the one on show."""

        def look() -> Node | None:
            tabs = self.screen.find_all(Role.PAGE_TAB, lambda name: name.startswith(f"{number} "))
            return tabs[0] if tabs else None

        tab = self.screen.until(look, f"step {number}")
        self.screen.act(tab)
        self.screen.until(lambda: tab.has(State.SELECTED), f"step {number} on show")

    def verdict(self, key: str, seconds: float = 20) -> Node:
        """See that the gate says so, and return what it says."""
        title = self.say(key)
        return self.screen.until(
            lambda: next(iter(self.screen.find_all(Role.ALERT, lambda name: name.startswith(f"{title}. "))), None),
            f"the verdict {title!r}",
            seconds,
        )

    def missing(self) -> list[str]:
        """Return what the gate names as missing, as far as it lists it at once."""
        unanswered = self.say("common.unanswered")
        found = self.screen.find_all(Role.PUSH_BUTTON, lambda name: name.endswith(f", {unanswered}"))
        return [node.name for node in found]

    # The way in

    def set_up(self) -> None:
        """First run: clinic, physician, passphrase, and no recovery sheet yet."""
        self.write("entry.clinic_name", "Hinata Clinic")
        self.write("entry.clinic_phone", "03-0000-1111")
        assert not self.screen.find(Role.PUSH_BUTTON, self.say("entry.continue")).has(State.ENABLED)
        self.write("entry.emergency_phone", "090-0000-2222")
        self.press("entry.continue")
        self.write("entry.physician_name", "Mori Naoto")
        self.write("entry.licence_number", "123456")
        self.press("entry.continue")
        for key in ("entry.passphrase", "entry.passphrase_again"):
            field = self.screen.find(Role.PASSWORD_TEXT, self.say(key))
            self.screen.put(field, PASSPHRASE)
        self.screen.set_on(Role.CHECK_BOX, self.say("entry.is_written_down"))
        self.press("entry.finish")
        self.screen.find(Role.PUSH_BUTTON, self.say("entry.sheet_later"), seconds=SETTLE_S)
        self.press("entry.sheet_later")

    def add_patient(self) -> None:
        """Enter a patient with a day of birth that is none at first, and start the consultation."""
        self.screen.find(Role.PUSH_BUTTON, self.say("patients.add"), seconds=SETTLE_S)
        self.press("patients.add")
        self.write("patients.form_name", self.script["patient"])
        self.write("patients.form_kana", "シライシ タクヤ")
        born = self.write("patients.form_birth_date", "2031")
        self.screen.focus(born)
        self.screen.focus(self.write("patients.form_chart_number", "A-10231"))
        self.screen.until(lambda: born.description, "why the day of birth is none")
        self.write("patients.form_birth_date", "1984-05-17")
        self.screen.focus(born)
        self.screen.choose(self.say("patients.form_sex"), self.script["sex"])
        self.screen.set_on(Role.CHECK_BOX, self.say("patients.form_asked_none"))
        self.press("patients.form_save")
        self.press("patients.start")

    # The seven steps

    def tell_reason(self) -> None:
        """Step 1."""
        self.verdict("common.not_complete", SETTLE_S)
        assert self.missing(), "the gate names nothing that is missing"
        symptom = self.script["symptom"]
        self.screen.set_on(Role.CHECK_BOX, symptom)
        self.write("reason.diagnosis", self.visit["diagnosis"])
        self.write("reason.icd10", self.visit["icd10"])
        named = self.say("reason.score_name", symptom=symptom)
        score = self.say("common.score_out_of_ten", label=named, score=self.visit["score"])
        self.screen.set_on(Role.RADIO_BUTTON, score)
        self.write("reason.goal", self.visit["goal"])

    def examine(self) -> None:
        """Step 2: a stop is heard at once and goes with its answer; then every question."""
        self.step(2)
        stop = self.script["stop"]
        self._answer_all([{"label": stop["question"], "answers": [self.say("common.yes")]}])
        self.verdict("common.stop")
        self.screen.until(
            lambda: self.screen.find_all(Role.PANEL, lambda name: name.startswith(f"{stop['finding']}. ")),
            f"the finding {stop['finding']!r}",
        )
        self._answer_all(self.script["questions"])
        self._lift_stop(stop["finding"])

    def _lift_stop(self, finding: str) -> None:
        """A stop that was answered by mistake goes with a reason only."""
        self.verdict("common.stop")
        wanted = self.say("gate.record_reason")
        self.screen.press(f"{wanted}, {finding}")
        self.write("gate.reason_label", "Answered by mistake; the patient has never had cancer.")
        self.press("gate.record_reason")
        self.screen.until(lambda: not self.screen.has(Role.PUSH_BUTTON, f"{wanted}, {finding}"), "the stop gone")
        self.verdict("common.not_complete")

    def _answer_all(self, questions: list[dict[str, Any]]) -> None:
        """Answer questions as they come up: what one answers asks for the next."""
        left, end = list(questions), time.monotonic() + SETTLE_S
        while left:
            named = {}
            for node in self.screen.nodes(Role.PANEL, Role.TEXT, Role.COMBO_BOX):
                named.setdefault(node.name, node)
            asked = [(one, node) for one in left if (node := _find_field(named, one["label"])) is not None]
            for one, node in asked:
                self._answer(node, one["label"], one["answers"])
                left.remove(one)
            if not asked and time.monotonic() > end:
                raise LookupError(f"not asked: {[one['label'] for one in left]}\n{self.screen.describe()}")

    def _answer(self, node: Node, label: str, answers: list[str]) -> None:
        if node.role == Role.TEXT:
            self.screen.put(node, answers[0])
        elif node.role == Role.COMBO_BOX:
            self.screen.choose_in(node, answers[0])
        else:
            for answer in answers:
                self.screen.set_on_in(node, lambda name, said=answer: _is_option(name, label, said))

    def explain(self) -> None:
        """Step 3: two of the pages that matter are explained."""
        self.step(3)
        pages = self.screen.find(Role.LIST, self.say("explain.topics"))
        for place in range(2):
            self.screen.select(pages, place)
            self.screen.set_on(Role.CHECK_BOX, self.say("explain.explained"))
        self.write("explain.questions", "Does it work together with tablets?")

    def plan(self) -> None:
        """Step 4: product and lot, a route, a site on the drawing, sessions and cost."""
        self.step(4)
        self.write("plan.name", self.visit["product"])
        self.screen.choose(self.say("plan.cell_source"), self.visit["cell_source"])
        self.write("plan.lot_number", self.visit["lot"])
        self.write("plan.expires", "2030-03-31")
        self.screen.set_on(Role.CHECK_BOX, self.script["route"])
        for key, is_yes in CERTIFICATE.items():
            self._choose(self.say(f"plan.{key}"), self.say("common.yes" if is_yes else "common.no"))
        for key in ("maker", "approval_status", "procurement"):
            self.write(f"plan.{key}", self.visit[key])
        for key in ("sessions", "interval_days"):
            self.write(f"plan.{key}", self.visit[key])
        self.write("plan.fee_per_session_yen", "38,500")
        self.write("plan.extra_fees_yen", "5,500")
        self.screen.set_on(Role.CHECK_BOX, self.say("plan.alternatives_explained"))
        self.press("plan.take_all")
        self._choose_site()
        self.verdict("common.clear")

    def _choose(self, group: str, option: str) -> None:
        """Switch on one of a row of segments."""
        node = self.screen.find(Role.PANEL, group)
        self.screen.set_on_in(node, lambda name: _is_option(name, group, option))

    def _choose_site(self) -> None:
        """Walk the zones of a drawing, hear which one it is, and choose it."""
        drawing = self.script["drawing"]
        canvas = self.screen.find(Role.CANVAS, drawing)
        self.screen.act_by(canvas, "Increase")
        heard = self.screen.until(
            lambda: name if (name := canvas.accessible.get_name()) != drawing else "", "the zone in the drawing's name"
        )
        self.screen.act_by(canvas, "Press")
        self.screen.until(lambda: canvas.accessible.get_name() != heard, "a chosen zone in the drawing's name")

    def consent(self) -> None:
        """Step 5: print the form, and record the signature in ink."""
        self.step(5)
        self._choose(self.say("consent.way"), self.say("consent.way_paper"))
        self._print()
        self.write("consent.signed_on", self.script["today"])
        self.screen.set_on(Role.CHECK_BOX, self.say("consent.all_initials"))
        self.press("consent.record")
        self.screen.until(
            lambda: self.screen.find_all(Role.LABEL, lambda name: name == self.say("consent.mark_signed")), "the mark"
        )

    def _print(self) -> None:
        """Press one of the buttons that print the page; there is one at the page and one below the entries."""

        def look() -> list[Node]:
            found = self.screen.find_all(Role.PUSH_BUTTON, lambda name: name == self.say("paper.print"))
            return [node for node in found if node.has(State.ENABLED)]

        self.screen.act(self.screen.until(look, "a button that prints")[-1])

    def treat(self) -> None:
        """Step 6: what was done."""
        self.step(6)
        self.press("treatment.take_over")
        self.write("treatment.operator", "Mori Naoto")
        self.write("treatment.needle", "30G")
        for key, text in TIMES.items():
            self.write(f"treatment.{key}", text)
        for key, text in (("points", "8"), ("volume_ml", "1.5")):
            self.screen.put(self._find_cell(key), text)
        self.write("treatment.drawn_up_ml", "1.5")
        self.press("treatment.add_before")
        self.write("treatment.temperature_c", "36.4")
        self.screen.set_on(Role.CHECK_BOX, self.say("treatment.no_reaction"))

    def _find_cell(self, key: str) -> Node:
        """Return the field of the only site in a column of the table."""
        before, after = (
            self.script["words"]["treatment.cell"].format(site="\n", what=self.say(f"treatment.{key}")).split("\n")
        )
        found = self.screen.until(
            lambda: self.screen.find_all(Role.TEXT, lambda name: name.startswith(before) and name.endswith(after)),
            f"the field {after!r}",
        )
        return found[0]

    def summarise(self) -> None:
        """Step 7: score, advice, next visit, and the summary on paper; what was to finish is done."""
        self.step(7)
        named = self.say("summary.score_name", symptom=self.script["symptom"])
        self.screen.set_on(Role.RADIO_BUTTON, self.say("common.score_out_of_ten", label=named, score=5))
        tick = re.compile(self.script["words"]["summary.tick_planned"].format(count="[0-9]+"))
        ticks = self.screen.until(lambda: self.screen.find_all(Role.PUSH_BUTTON, tick.fullmatch), "the planned advice")
        self.screen.act(ticks[0])
        self.write("summary.next_visit", "2030-12-21")
        self._print()
        kept = f"{self.say('summary.wants_printed')}, {self.say('consent.done')}"
        self.screen.find(Role.LABEL, kept, seconds=SETTLE_S)

    def close(self) -> None:
        """Close the visit, and hear that it is."""
        self.press("summary.close")
        title = self.say("summary.close_title", number=1, patient=self.script["patient"])
        sheet = self.screen.find(Role.DIALOG, title)
        self.screen.press(self.say("summary.close_accept"), within=sheet)
        before = self.say("shell.closed", date="\n").split("\n")[0]
        self.screen.until(
            lambda: self.screen.find_all(Role.LABEL, lambda name: name.startswith(before)), "that the visit is closed"
        )


CERTIFICATE = {
    "is_on_file": True,
    "is_complete": True,
    "has_failed_item": False,
    "is_research_use_only": False,
    "is_recalled": False,
    "had_temperature_excursion": False,
}
TIMES = {"started_at": "00:10", "ended_at": "00:20", "observed_until": "00:50"}


def _find_field(named: dict[str, Node], label: str) -> Node | None:
    """Return the field of a question: called so, and perhaps with its unit and state behind."""
    exact = named.get(label)
    return exact or next((node for name, node in named.items() if name.startswith(f"{label}, ")), None)


def _is_option(name: str, label: str, answer: str) -> bool:
    return name == f"{label}: {answer}" or bool(re.match(rf"{re.escape(label)}, {re.escape(answer)}( \(|$)", name))


def main(script: dict[str, Any]) -> None:
    """Walk, saying how long each part took."""
    walk = Walk(script)
    parts: list[Callable[[], None]] = [
        *(walk.set_up, walk.add_patient, walk.tell_reason, walk.examine, walk.explain),
        *(walk.plan, walk.consent, walk.treat, walk.summarise, walk.close),
    ]
    for part in parts:
        began = time.monotonic()
        part()
        print(f"{part.__name__} {time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    try:
        main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    except (LookupError, AssertionError, GLib.Error) as failure:
        traceback.print_exc(limit=-4)
        sys.exit(f"The consultation cannot be held by the tree: {str(failure).splitlines()[0]}")

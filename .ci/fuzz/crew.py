"""Keeps workers busy, notices those that die or hang, and gathers what became of every case."""

import json
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from worker import copy_files

HERE = Path(__file__).resolve().parent
CASE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Span:
    """Cases of one border, from `first` up to and without `end`."""

    border: str
    seed: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Failure:
    """One case that did what no case may do; `outcome` is fault, died or hung."""

    border: str
    seed: int
    number: int
    outcome: str
    text: str


@dataclass(slots=True)
class Tally:
    """What became of the cases of one border."""

    cases: int = 0
    accepted: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_number: int = 0
    total_seconds: float = 0.0
    codes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Results:
    """Everything that was seen, by border."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    memory_kib: int = 0


class Crew:
    """Runs spans of cases on several processes; `keep` is where the files of failing cases are put."""

    def __init__(self, workers: int, keep: Path, seconds: float = CASE_SECONDS) -> None:
        self._workers = workers
        self._keep = keep
        self._seconds = seconds
        self._lock = threading.Lock()

    def run(self, spans: Sequence[Span]) -> Results:
        """Run every case once; one that hangs is tried once more, lest a busy computer be taken for a fault."""
        results = Results()
        waiting: queue.SimpleQueue[Span] = queue.SimpleQueue()
        for span in spans:
            waiting.put(span)
        threads = [threading.Thread(target=self._serve, args=(waiting, results)) for _ in range(self._workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        results.failures.sort(key=lambda failure: (failure.border, failure.number))
        return results

    def _serve(self, waiting: "queue.SimpleQueue[Span]", results: Results) -> None:
        with TemporaryDirectory(prefix="stemsup-fuzz-", ignore_cleanup_errors=True) as folder:
            root = Path(folder)
            worker: subprocess.Popen[str] | None = None
            for span in _iter_spans(waiting):
                first, is_second_try = span.first, False
                while first < span.end:
                    worker = worker or self._start(root)
                    done = self._run_span(worker, Span(span.border, span.seed, first, span.end), root, results)
                    first += done
                    if first < span.end:
                        outcome, text = _find_cause(worker, root)
                        worker = None
                        if outcome == "hung" and not is_second_try:
                            is_second_try = True
                            continue
                        self._note(results, Failure(span.border, span.seed, first, outcome, text), root)
                        first, is_second_try = first + 1, False
            if worker is not None and worker.stdin is not None:
                worker.stdin.close()
                worker.wait()

    def _start(self, root: Path) -> "subprocess.Popen[str]":
        command = [sys.executable, str(HERE), "--work-in", str(root), "--limit", str(self._seconds)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", cwd=root)

    def _run_span(self, worker: "subprocess.Popen[str]", span: Span, root: Path, results: Results) -> int:
        """Return how many cases were answered; fewer than all if the worker ended."""
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(json.dumps([span.border, span.seed, span.first, span.end]) + "\n")
        worker.stdin.flush()
        done = 0
        while done < span.end - span.first:
            line = worker.stdout.readline()
            if not line:
                break
            answer = json.loads(line)
            done += 1
            if answer["outcome"] == "fault":
                self._note(results, Failure(span.border, span.seed, answer["number"], "fault", answer["text"]), root)
            self._count(results, span.border, answer)
        return done

    def _count(self, results: Results, border: str, answer: dict[str, object]) -> None:
        with self._lock:
            tally = results.tallies.setdefault(border, Tally())
            tally.cases += 1
            tally.accepted += answer["outcome"] == "accepted"
            tally.refused += answer["outcome"] == "refused"
            seconds, memory = float(str(answer["seconds"])), int(str(answer["memory_kib"]))
            tally.total_seconds += seconds
            if seconds > tally.slowest:
                tally.slowest, tally.slowest_number = seconds, int(str(answer["number"]))
            if answer["outcome"] == "refused":
                code = str(answer["text"])
                tally.codes[code] = tally.codes.get(code, 0) + 1
            results.memory_kib = max(results.memory_kib, memory)

    def _note(self, results: Results, failure: Failure, root: Path) -> None:
        """Keep the files of a failing case; those of a fault were set aside by the worker, which goes on."""
        folder = self._keep / f"{failure.border.replace(' ', '-').replace(',', '')}-{failure.seed}-{failure.number}"
        with self._lock:
            results.failures.append(failure)
            if failure.outcome != "fault":
                results.tallies.setdefault(failure.border, Tally()).cases += 1
            if len(results.failures) > 200 or failure.border == "canary":
                return
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            (folder / "report.txt").write_text(f"{failure}\n\n{failure.text}\n", "utf-8", "backslashreplace")
            files = root / (f"failed-{failure.number}" if failure.outcome == "fault" else "case")
            if files.is_dir():
                copy_files(files, folder / "files")


def _iter_spans(waiting: "queue.SimpleQueue[Span]") -> Iterator[Span]:
    while True:
        try:
            yield waiting.get_nowait()
        except queue.Empty:
            return


def _find_cause(worker: "subprocess.Popen[str]", root: Path) -> tuple[str, str]:
    """Say why a worker ended: its last words are in its standard error."""
    status = worker.wait()
    told = (root / "stderr").read_bytes().decode("utf-8", "replace")[-6_000:]
    return ("hung" if status == -signal.SIGALRM else "died"), f"exit status {status}\n{told}"

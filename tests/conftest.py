"""What every test shares: Qt draws off screen, and a run of many files is shared out over the processors."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from stall_record import make_stall_record

from stemsup_desktop.ui.spoken import install_voices
from stemsup_desktop.ui.theme.theme import APPLICATION_ARGUMENTS

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

LONGEST_WAIT_MS = 60_000
"""Ends a wait for what never comes. A busy machine is slow, not wrong: how long something takes is for benchmarks."""


class PatientBot(QtBot):
    """Waits until it is so, however slow the machine."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = LONGEST_WAIT_MS) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=max(timeout, LONGEST_WAIT_MS))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """What is painted has its voice in every test, as in the program."""
    install_voices()
    return qapp


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


def pytest_configure(config: pytest.Config) -> None:
    record = make_stall_record() if "STEMSUP_STALLS" in os.environ else None
    if record is not None:
        config.pluginmanager.register(record, "stall-record")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Return 0, for no workers, where only files or single tests are named: starting workers would take longer."""
    named = (Path(config.invocation_params.dir, argument.partition("::")[0]) for argument in config.args)
    return 0 if all(path.is_file() for path in named) else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave the garbage collector off: what is collected stays, and all of it would be walked again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let every second worker collect from the end: each finds compiled what the other one has been at already."""
    report = yield
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if isinstance(collector, pytest.Session | pytest.Directory) and report.passed and int(number) % 2:
        report.result.reverse()
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give all workers one order, in which the walks, the longest, come first: at the end no worker waits for another.

    The tests of one file stay in their order.
    """
    items.sort(key=lambda item: ("walk" not in item.path.parts, item.path.parts))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Let a worker tell of a test what came of it: its call, and whatever did not pass, in a third of the messages.

    Of a test that passed nobody is shown when it began, was set up, was taken down or ended. Messages took 40 s of a
    processor in a run of the whole suite.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Take what was collected out of the reach of the garbage collector, which would walk all of it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The application of the tests starts as the program's own does."""
    return list(APPLICATION_ARGUMENTS)


ROOMS_WITH_WINDOWS = frozenset({"ui", "walk", "layout", "said", "views", "crashes"})
OBJECTS_BETWEEN_LOOKS = (20_000, 10, 5)


@pytest.fixture(scope="module", autouse=True)
def _seldom_collecting(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the garbage collector look less often, but where windows are made, whose ends are part of what is tested."""
    usual = gc.get_threshold()
    if not ROOMS_WITH_WINDOWS.intersection(request.path.parts):
        gc.set_threshold(*OBJECTS_BETWEEN_LOOKS)
    yield
    gc.set_threshold(*usual)


ROOMS_WITH_VAULTS = frozenset({"store", "ui", "cli", "acceptance", "walk"})


@pytest.fixture(scope="module", autouse=True)
def _tables_copied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Spare a new vault its migrations, but where a vault's making, keys or crashes are what is tested."""
    if not ROOMS_WITH_VAULTS.intersection(request.path.parts) or request.node.get_closest_marker("migrated_vaults"):
        yield
        return
    from copied_tables import copying_tables  # the store takes long to load, and other rooms make no vault

    with copying_tables():
        yield

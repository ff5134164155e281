"""The end of a page in a test: what is left to write is written, what is left to render or to read is left unmade."""

from stemsup_desktop.ui.jobs import Lane, ManualExecutor


def finish_writing(executor: ManualExecutor) -> None:
    """Run what is queued until nothing is, but for the work lane: nobody waits for its pages any more."""
    while executor.queued:
        lane, task = executor.queued.popleft()
        if lane is not Lane.WORK:
            task()


def leave_unmade(executor: ManualExecutor) -> None:
    """Forget what is queued in the work lane."""
    for one in [one for one in executor.queued if one[0] is Lane.WORK]:
        executor.queued.remove(one)

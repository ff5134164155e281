"""What the recovery page shows of a code that is being typed. No Qt."""

from dataclasses import dataclass

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.recovery_code import (
    GROUP_LENGTH,
    GROUPS,
    LENGTH,
    find_wrong_groups,
    fold_recovery_code,
    read_recovery_code,
)


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryEntry:
    """A code as far as it is typed: eight groups, those that are wrong (from 0), and what is the matter with it.

    `code` is empty until everything is right; `missing` counts characters. Its repr shows none of it.
    """

    groups: tuple[str, ...]
    wrong: frozenset[int]
    missing: int
    problem: InputProblem | None
    code: str

    @property
    def mistake(self) -> InputProblem | None:
        """The problem, unless all that is the matter are characters that are still to come."""
        is_unfinished = self.problem is not None and self.problem.code == "recovery-code-incomplete"
        return None if is_unfinished else self.problem

    @property
    def current(self) -> int:
        """The group in which the next character comes; 8 once all are there."""
        return (LENGTH - self.missing) // GROUP_LENGTH


def derive_recovery_entry(text: str) -> RecoveryEntry:
    """Return what to show for a text; where no group can be named, every group is wrong."""
    typed = fold_recovery_code(text)
    groups = tuple(typed[start : start + GROUP_LENGTH] for start in range(0, LENGTH, GROUP_LENGTH))
    missing = max(0, LENGTH - len(typed))
    try:
        return RecoveryEntry(groups, frozenset(), missing, None, read_recovery_code(typed))
    except InputProblem as problem:
        named = frozenset(number - 1 for number in find_wrong_groups(typed))
        if problem.code == "recovery-code-wrong" and not named:
            named = frozenset(range(GROUPS))
        return RecoveryEntry(groups, named, missing, problem, "")

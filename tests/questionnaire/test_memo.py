"""What was derived is found again for the same basis only, never grows without end, and serves several threads."""

from concurrent.futures import ThreadPoolExecutor

from stemsup_desktop.questionnaire.memo import Memo, Same


def test_a_result_is_found_for_its_own_basis_only() -> None:
    memo = Memo()
    memo.put("a", (1,), "one")

    assert memo.find("a", (1,)) == "one"
    assert memo.find("a", (2,)) is None
    assert memo.find("b", (1,)) is None


def test_the_oldest_results_go_when_there_are_too_many() -> None:
    memo = Memo()
    for number in range(Memo.MOST + 10):
        memo.put(number, None, number)

    assert memo.find(0, None) is None
    assert memo.find(Memo.MOST + 9, None) == Memo.MOST + 9
    assert sum(memo.find(number, None) is not None for number in range(Memo.MOST + 10)) == Memo.MOST


def test_threads_keep_results_at_the_same_time() -> None:
    memo = Memo()

    def keep(thread: int) -> None:
        for number in range(3_000):
            memo.put((thread, number), None, number)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(keep, range(4)))

    assert memo.evaluations == 12_000


def test_what_is_equal_is_not_the_same() -> None:
    one, other = [1], [1]

    assert Same(one, other) == Same(one, other)
    assert Same(one) != Same(other)
    assert Same(one) != Same(one, other)
    assert Same(one) != one

"""What a person is told is one line that can be printed, whatever stood in the name of a file."""

from stemsup_desktop.errors import LONGEST_SENTENCE, InputProblem, make_line


def test_a_sentence_is_one_printable_line() -> None:
    problem = InputProblem("code", "a\nb\x1b[2J\u202ec.json: there is\tno such file.")
    assert problem.sentence == str(problem) == "a b\ufffd[2J\ufffdc.json: there is no such file."


def test_an_endless_sentence_keeps_its_beginning_and_its_end() -> None:
    line = make_line("It begins " + "x" * 1_000_000 + " and ends.")
    assert len(line) <= LONGEST_SENTENCE
    assert line.startswith("It begins ")
    assert line.endswith(" and ends.")

"""Options with a code of their own each, as controls know them. No Qt."""

from collections.abc import Iterator

from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer, CodingAnswer
from stemsup_desktop.questionnaire.compare import is_equal
from stemsup_desktop.questionnaire.model import AnswerOption


class Options:
    """The options of one question. A code is the option's own where no other has it."""

    def __init__(self, options: tuple[AnswerOption, ...], language: Language) -> None:
        self._language = language
        self._by_code: dict[str, AnswerOption] = {}
        for option in options:
            code = _code(option)
            while code in self._by_code:
                code = f"{code}+"
            self._by_code[code] = option

    def __iter__(self) -> Iterator[tuple[str, AnswerOption]]:
        return iter(self._by_code.items())

    def __len__(self) -> int:
        return len(self._by_code)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return codes with their words."""
        return tuple((code, option.text.in_language(self._language)) for code, option in self._by_code.items())

    def texts(self) -> tuple[str, ...]:
        """Return the words of all options."""
        return tuple(text for _, text in self.pairs())

    def longest(self) -> int:
        """Return how long the longest words are."""
        return max(map(len, self.texts()), default=0)

    def find_code(self, answer: Answer) -> str | None:
        """Find the code behind an answer."""
        return next((code for code, option in self._by_code.items() if is_equal(answer, option.value)), None)

    def find_answer(self, code: str | None) -> Answer | None:
        """Find the answer behind a code, with its words, as FHIR keeps what was shown."""
        option = self._by_code.get(code) if code is not None else None
        if option is None:
            return None
        value = option.value
        if isinstance(value, CodingAnswer) and not value.display:
            return CodingAnswer(code=value.code, system=value.system, display=option.text.en)
        return value

    def is_exclusive(self, code: str) -> bool:
        """Say whether an option rules out every other."""
        return self._by_code[code].is_exclusive


def _code(option: AnswerOption) -> str:
    return option.value.code if isinstance(option.value, CodingAnswer) else option.text.en

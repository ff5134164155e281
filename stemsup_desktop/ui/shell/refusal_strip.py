"""The strip that says what was refused: by the rights of whoever signed in, or by the vault."""

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.spoken import say
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.visit_state import NOT_ALLOWED, SaveKind, SaveState


class RefusalStrip(InlineMessage):
    """Stays until something else is done or another page is shown."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, is_strip=True)
        self.setObjectName("refusal_strip")
        self._context = context
        self._says_unsaved = False

    def take_refusal(self, problem: Problem) -> None:
        """Say whose act a change would have been."""
        sentence = self._context.words.sentence_of(problem)
        self.show_message(TagState.CAUTION, sentence)
        say(self, sentence, is_urgent=True)

    def take_save_state(self, state: SaveState) -> None:
        """Say in full what the vault refused and what to do: the mark in the header has little room."""
        words, problem = self._context.words, state.problem
        if problem is not None and problem.code in NOT_ALLOWED:
            self.show_message(TagState.STOP, words.told((words.sentence_of(problem), words("common.take_back"))))
            self._says_unsaved = True
        elif self._says_unsaved and state.kind is SaveKind.SAVED:
            self.clear()

    def clear(self) -> None:
        """Say nothing any more."""
        self._says_unsaved = False
        self.show_message(TagState.CAUTION, "")

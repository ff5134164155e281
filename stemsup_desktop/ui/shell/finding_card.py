"""One finding: title and rule id, the patient's words, rule and source, actions; an opinion is written inside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.ui.components.buttons import Button, IconButton, LinkLabel
from stemsup_desktop.ui.components.labels import Card, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.reason_line import ReasonLine, say_reason
from stemsup_desktop.ui.components.wrapped_link import WrappedLink
from stemsup_desktop.ui.shell.gate_view import FindingAct, FindingView
from stemsup_desktop.ui.shell.opinion_editor import OpinionEditor
from stemsup_desktop.ui.shell.why_pane import WhyPane
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, set_look, sizes
from stemsup_desktop.ui.view_parts import ICONS, TagState
from stemsup_desktop.ui.words import Words


@spoken_as(Role.Grouping)
class FindingCard(Card):
    """Shows a `FindingView`. Cautions, information and settled findings are folded to one line or two."""

    text_recorded = Signal(str, object, str)
    """Rule id, `FindingAct`, and the text."""
    jump_requested = Signal(int, str)
    source_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._words = words
        self._view: FindingView | None = None
        self._shown: tuple[FindingView, str, bool] | None = None
        self._physician = ""
        self._editor: OpinionEditor | None = None
        self._why: WhyPane | None = None
        self._is_folded: bool | None = None
        self._icon = IconLabel(theme, size=16)
        self._title = Label(theme, role="body", weight=700, wraps=True, keeps_phrases=True)
        self._rule = Label(theme, role="small", tone="text-3")
        self._fold = IconButton(theme, "chevron-down", "")
        self._said = Label(theme, role="compact", wraps=True)
        self._reason = Label(theme, role="small", tone="text-2", wraps=True)
        self._advice = Label(theme, role="small", tone="text-2", wraps=True)
        self._sources = Label(theme, role="small", tone="text-3", wraps=True)
        self._state_icon = IconLabel(theme, size=16)
        self._state = Label(theme, role="small", weight=500, wraps=True, keeps_phrases=True)
        self._opinion = Label(theme, role="small", tone="text-2", wraps=True)
        self.act_button = Button(theme, icon_name="pencil")
        self._act_reason = ReasonLine(theme)
        self.answer_button = Button(theme, words("gate.change_answer"))
        self.answer_link = LinkLabel(theme, words("gate.change_answer"), role="small")
        self.narrow_link = WrappedLink(theme, words("gate.narrow_lots"))
        self.why_button = LinkLabel(theme, words("gate.why"), role="small")
        self._clinic = Label(theme, role="small", tone="text-2", wraps=True)
        self._details = QWidget()
        self._lay_out()
        self._connect()

    def show_view(self, view: FindingView, physician: str, *, is_filled: bool) -> None:
        """Show a finding; `is_filled` makes its main action the one filled button of the panel."""
        if (view, physician, is_filled) == self._shown:
            return
        self._shown = (view, physician, is_filled)
        if self._view is None or self._view.is_settled != view.is_settled:
            self._is_folded = None
        is_other = self._view is not None and view.act is not self._view.act
        if view.act is FindingAct.NONE or view.act_reason or is_other:
            self.close_editor()
        self._view = view
        self.setObjectName(f"finding_{view.rule_id}")
        self.set_flag("")
        self._icon.set_icon(ICONS[view.tag], view.tag.value)
        set_shown(self._icon, view.tag in (TagState.CAUTION, TagState.INFORMATION))
        for label, text in (
            (self._title, view.title),
            (self._rule, view.rule_id),
            (self._said, view.said),
            (self._reason, view.reason),
            (self._advice, view.advice),
            (self._sources, " · ".join(view.sources)),
            (self._clinic, view.clinic),
        ):
            label.setText(text)
            set_shown(label, bool(text))
        self._show_state(view)
        self._show_actions(view, physician, is_filled=is_filled)
        self.setAccessibleName(". ".join(part for part in (view.title, view.rule_id, view.said, view.state) if part))
        self.why_button.setObjectName(f"why_{view.rule_id}")
        self._show_why(is_open=self.is_why_open)
        self._show_fold()
        self._show_look(view.tag, is_settled=view.is_settled)

    def expect(self, tag: TagState) -> None:
        """Take the look of a finding that is not settled before one is shown: it would be styled anew for it."""
        if self._view is None:
            self._show_look(tag, is_settled=False)

    def _show_look(self, tag: TagState, *, is_settled: bool) -> None:
        set_look(self, state="stop" if tag is TagState.STOP and not is_settled else "")

    def open_editor(self) -> None:
        """Open the editor for the opinion or the reason and put the focus in it, for whoever may write there."""
        if self.can_act:
            self._is_folded = False
            self._show_fold()
            assert self._view is not None
            self._show_editor(self._view)
            set_shown(self.editor, True)
            set_shown(self.act_button, False)
            self.editor.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def can_act(self) -> bool:
        """Whether the finding waits for a text and whoever looks at it may write one."""
        return self._view is not None and self._view.act is not FindingAct.NONE and not self._view.act_reason

    @property
    def draft(self) -> str:
        """The text that is being written and not recorded yet."""
        return self.editor.field.value() if self._is_editing else ""

    def restore_draft(self, text: str) -> None:
        """Go on with a text that was being written in a card made anew."""
        if text and self._view is not None and self.can_act:
            self.open_editor()
            self.editor.field.set_value(text)
            self._show_editor(self._view)

    @property
    def is_why_open(self) -> bool:
        """Whether what stands behind the finding is shown."""
        return self._why is not None and not self._why.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Keys typed into a field never come here: the field takes them.
        if event.text() == "?" and not self.is_folded:
            self._on_why()
        else:
            super().keyPressEvent(event)

    @property
    def is_folded(self) -> bool:
        """Whether only the heading is shown."""
        if self._is_folded is not None:
            return self._is_folded
        view = self._view
        return view is not None and (view.is_settled or view.tag in (TagState.CAUTION, TagState.INFORMATION))

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(sizes.XS)
        heading.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        heading.addWidget(self._title, 1)
        heading.addWidget(self._rule, 0, Qt.AlignmentFlag.AlignVCenter)
        heading.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignVCenter)
        state = QHBoxLayout()
        state.setSpacing(sizes.XS)
        state.addWidget(self._state_icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._state, 1)
        self._state_row = QWidget()
        state.setContentsMargins(0, 0, 0, 0)
        self._state_row.setLayout(state)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, sizes.XXS, 0, 0)  # what is to be done stands apart from what is said
        buttons.setSpacing(sizes.XS)
        buttons.addWidget(self.act_button)
        buttons.addWidget(self.answer_button)
        buttons.addStretch(1)
        buttons.addWidget(self.why_button)
        self._details_rows = details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(sizes.XXS)
        details.addWidget(self._said)
        details.addWidget(self.answer_link, 0, Qt.AlignmentFlag.AlignLeft)
        for label in (self._reason, self._advice, self._sources):
            details.addWidget(label)
        details.addWidget(self.narrow_link)
        details.addLayout(buttons)
        details.addWidget(self._act_reason)
        self.rows.addLayout(heading)
        self.rows.addWidget(self._clinic)
        self.rows.addWidget(self._opinion)
        self.rows.addWidget(self._state_row)
        self.rows.addWidget(self._details)

    def _connect(self) -> None:
        self._fold.clicked.connect(self._on_fold)
        self.act_button.clicked.connect(self.open_editor)
        self.answer_button.clicked.connect(self._on_jump)
        self.answer_link.clicked.connect(self._on_jump)
        self.why_button.clicked.connect(self._on_why)
        self.narrow_link.clicked.connect(lambda: self.jump_requested.emit(4, "lots_free_of"))

    @property
    def editor(self) -> OpinionEditor:
        """The editor of the opinion or the reason, made when it is first wanted."""
        if self._editor is None:
            self._editor = OpinionEditor(self.theme, self._words)
            self._editor.hide()
            self._editor.cancel_button.clicked.connect(self.close_editor)
            self._editor.record_button.clicked.connect(self._on_record)
            self._editor.reuse_link.clicked.connect(self._on_reuse)
            self._details_rows.addWidget(self._editor)
        return self._editor

    @property
    def _is_editing(self) -> bool:
        return self._editor is not None and not self._editor.isHidden()

    def _show_state(self, view: FindingView) -> None:
        words = self._words
        quoted = words("gate.opinion_quoted", opinion=view.opinion)
        earlier = words("gate.earlier_by", by=view.opinion_by, opinion=view.opinion)
        self._opinion.setText((quoted if view.is_settled else earlier) if view.opinion else "")
        set_shown(self._opinion, bool(view.opinion))
        self._state.setText(view.state)
        tone = "clear" if view.is_settled else "stop"
        self._state.set_tone(tone)
        self._state_icon.set_icon("clear" if view.is_settled else "caution", tone)
        set_shown(self._state_row, bool(view.state))

    def _show_actions(self, view: FindingView, physician: str, *, is_filled: bool) -> None:
        words = self._words
        wants_reason = view.act is FindingAct.REASON
        text = words("gate.record_reason" if wants_reason else "gate.record_opinion")
        self.act_button.setText(text)
        self.act_button.setObjectName(f"act_{view.rule_id}")
        self.act_button.setAccessibleName(f"{text}, {view.title}")
        self.act_button.set_kind("primary" if is_filled else "secondary")
        self.act_button.setEnabled(not view.act_reason)
        say_reason(self.act_button, view.act_reason)
        self._act_reason.show_reason(view.act_reason)
        set_shown(self.act_button, view.act is not FindingAct.NONE and not self._is_editing)
        is_stop = view.tag is TagState.STOP and not view.is_settled
        set_shown(self.answer_button, bool(view.target) and is_stop and view.act is FindingAct.NONE)
        set_shown(self.answer_link, bool(view.target) and not (is_stop and view.act is FindingAct.NONE))
        for button in (self.answer_button, self.answer_link):
            button.setAccessibleName(f"{words('gate.change_answer')}, {view.title}")
        set_shown(self.narrow_link, view.narrows_lots)
        self.narrow_link.setObjectName(f"narrow_{view.rule_id}")
        self.narrow_link.setAccessibleName(f"{words('gate.narrow_lots')}, {view.title}")
        self._physician = physician
        if self._editor is not None:
            self._show_editor(view)

    def _show_editor(self, view: FindingView) -> None:
        words, editor = self._words, self.editor
        wants_reason = view.act is FindingAct.REASON
        editor.field.set_label(words("gate.reason_label" if wants_reason else "gate.opinion_label"))
        editor.field.setObjectName(f"opinion_{view.rule_id}")
        editor.record_button.setText(words("gate.record_reason" if wants_reason else "gate.record_opinion"))
        editor.record_button.setObjectName(f"record_{view.rule_id}")
        editor.record_button.setEnabled(not is_blank(editor.field.value()))
        editor.reuse_link.setObjectName(f"reuse_{view.rule_id}")
        set_shown(editor.reuse_link, view.act is FindingAct.OPINION and bool(view.opinion))
        editor.signed.setText(words("gate.signed_by", physician=self._physician))

    def _show_fold(self) -> None:
        is_folded = self.is_folded
        view = self._view
        can_fold = view is not None and (view.is_settled or view.tag in (TagState.CAUTION, TagState.INFORMATION))
        set_shown(self._details, not is_folded)
        set_shown(self._fold, can_fold)
        self._fold.set_icon_name("chevron-right" if is_folded else "chevron-down")
        key = "gate.show_details" if is_folded else "gate.hide_details"
        self._fold.set_name(self._words(key, title=view.title if view is not None else ""))

    def _on_fold(self) -> None:
        self._is_folded = not self.is_folded
        self._show_fold()

    def _on_jump(self) -> None:
        if self._view is not None:
            self.jump_requested.emit(self._view.step, self._view.target)

    def _on_reuse(self) -> None:
        """Put the text of the lapsed opinion into the field, to be read again and recorded anew."""
        if self._view is not None:
            self.editor.field.set_value(self._view.opinion)
            self._show_editor(self._view)
            self.editor.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_why(self) -> None:
        self._show_why(is_open=not self.is_why_open)

    def _show_why(self, *, is_open: bool) -> None:
        view, words = self._view, self._words
        if view is None:
            return
        if is_open and self._why is None:
            self._why = WhyPane(self.theme, words, view.rule_id)
            self._why.source_requested.connect(self.source_requested)
            self._details_rows.addWidget(self._why)
        if self._why is not None:
            if is_open:
                self._why.show_view(view.why)
            set_shown(self._why, is_open)
        self.why_button.setText(words("gate.why_close" if is_open else "gate.why"))
        self.why_button.setAccessibleName(words("gate.why_hide" if is_open else "gate.why_show", title=view.title))

    def _on_record(self) -> None:
        text = normalise_text(self.editor.field.value())
        if self._view is not None and self.can_act and not is_blank(text):
            self.text_recorded.emit(self._view.rule_id, self._view.act, text)

    def close_editor(self) -> None:
        """Close the editor without recording what stands in it."""
        if self._is_editing:
            self.editor.field.set_value("")
            set_shown(self.editor, False)
            set_shown(self.act_button, self._view is not None and self._view.act is not FindingAct.NONE)

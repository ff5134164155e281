"""The sheet in which it is recorded that a consent is taken back: what, by whom, when."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.signing_ink import find_ink_fault
from stemsup_desktop.consultation.signing_model import Ink, SignerRole, Withdrawal
from stemsup_desktop.consultation.withdrawal import list_agreed_parts
from stemsup_desktop.consultation.withdrawal_words import Titles, say_part
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import DateTimeAnswer
from stemsup_desktop.ui.components.check_box import CheckBox, RadioGroup
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.moment_fields import MomentField
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.signature_pad import SignaturePad
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_WHOLE, _PARTS = "whole", "parts"


@dataclass(frozen=True, slots=True)
class WithdrawalSubject:
    """A consent that can be taken back, with the parts of it that still can be taken back by themselves."""

    consultation_id: str
    number: str
    patient_name: str
    guardian_name: str
    choices: tuple[tuple[str, Text], ...]
    clauses: tuple[tuple[str, Text], ...]


def derive_subject(visit: Consultation, number: str, patient_name: str, titles: Titles) -> WithdrawalSubject:
    """Return what the sheet offers of one consent of a visit; of one that was replaced, the whole alone."""
    signature = visit.consent.signature
    is_present = signature is not None and signature.document_number == number
    choices, clauses = list_agreed_parts(visit.consent) if is_present else ((), ())
    return WithdrawalSubject(
        consultation_id=visit.consultation_id,
        number=number,
        patient_name=patient_name,
        guardian_name=signature.guardian_name if signature is not None else "",
        choices=tuple((name, say_part(name, titles)) for name in choices),
        clauses=tuple((one.clause_id, say_part(one.clause_id, titles)) for one in clauses if one.clause_id in titles),
    )


class WithdrawalSheet(FormSheet):
    """`submitted` comes once nothing is missing; `take` is what was entered. What was recorded is never undone here."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, subject: WithdrawalSubject, now: datetime) -> None:
        title = words("withdrawal.title", number=subject.number, patient=subject.patient_name)
        super().__init__(theme, words, host, title, words("withdrawal.accept"), is_grave=True)
        self.subject = subject
        self.add_text(words("withdrawal.text"))
        options = ((_WHOLE, words("withdrawal.whole")), (_PARTS, words("withdrawal.parts")))
        self._what = RadioGroup(theme, words("withdrawal.what"), options)
        self._what.setObjectName("withdrawal.what")
        self._what.set_value(_WHOLE)
        self._boxes: dict[str, CheckBox] = {}
        self._notes: list[Label] = []
        has_parts = bool(subject.choices or subject.clauses)
        if has_parts:
            self.rows.addWidget(self._what)
            self._add_parts(theme, words("withdrawal.choices_note"), subject.choices)
            self._add_parts(theme, words("withdrawal.clauses_note"), subject.clauses)
        roles = ((SignerRole.PATIENT, words("withdrawal.patient")), (SignerRole.GUARDIAN, words("withdrawal.guardian")))
        self._who = RadioGroup(
            theme, words("withdrawal.who"), tuple((role.value, text) for role, text in roles), is_horizontal=True
        )
        self._who.setObjectName("withdrawal.who")
        self._who.set_value(SignerRole.PATIENT.value)
        self.rows.addWidget(self._who)
        self._name = TextField(theme, words, words("withdrawal.name"), is_required=True)
        self._name.setObjectName("withdrawal.name")
        self._name.set_value(subject.patient_name)
        self._at = MomentField(theme, words, words("withdrawal.at"), now.tzinfo, is_required=True)
        self._at.setObjectName("withdrawal.at")
        self._at.set_value(DateTimeAnswer(now.replace(second=0, microsecond=0)))
        self.add_row(self._name, self._at)
        self._reason = MultiLineField(theme, words, words("withdrawal.reason"))
        self._reason.setObjectName("withdrawal.reason")
        self.rows.addWidget(self._reason)
        self._pad = SignaturePad(theme, words, words("withdrawal.pad"))
        self._pad.setObjectName("withdrawal.pad")
        self._pad.ink_changed.connect(self.refresh)
        self.rows.addWidget(Label(theme, words("withdrawal.pad_note"), role="small", tone="text-3", wraps=True))
        self.rows.addWidget(self._pad)
        self._what.value_changed.connect(self._on_what_changed)
        self._who.value_changed.connect(self._on_who_changed)
        for field in (self._name, self._at, self._reason):
            field.value_changed.connect(self.refresh)
        self._show_parts()
        self.finish_layout()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins: on the harmless button, for what follows is never undone."""
        return self.dismiss_button

    def take(self) -> Withdrawal:
        """Return what was entered; raises ValueError while something is missing."""
        at = self._at.value()
        if at is None:
            raise ValueError("the moment is missing")
        return Withdrawal(
            document_number=self.subject.number,
            withdrawn_at=at.value,
            by_role=SignerRole(self._who.value() or SignerRole.PATIENT.value),
            by_name=normalise_text(self._name.text()).strip(),
            scope=self._scope(),
            reason=normalise_text(self._reason.value()).strip(),
            ink=self._ink(),
        )

    def list_open(self) -> tuple[str, ...]:
        wanted = (
            ("wants_part", self._what.value() == _PARTS and not self._scope()),
            ("wants_name", not self._name.text().strip()),
            ("wants_time", self._at.value() is None),
            ("wants_readable", (ink := self._ink()) is not None and find_ink_fault(ink) is not None),
        )
        return tuple(self.words(f"withdrawal.{key}") for key, is_open in wanted if is_open)

    def _scope(self) -> tuple[str, ...]:
        if self._what.value() != _PARTS:
            return ()
        return tuple(part for part, box in self._boxes.items() if box.isChecked())

    def _ink(self) -> Ink | None:
        """Return what was signed on the pad; without it the slip is signed on paper."""
        ink = self._pad.ink()
        return ink if ink.strokes else None

    def _add_parts(self, theme: Theme, note: str, parts: tuple[tuple[str, Text], ...]) -> None:
        if not parts:
            return
        label = Label(theme, note, role="small", tone="text-3", wraps=True)
        self._notes.append(label)
        self.rows.addWidget(label)
        for part, text in parts:
            box = CheckBox(theme, text.in_language(self.words.language))
            box.setObjectName(f"withdrawal.part.{part}")
            box.toggled.connect(self.refresh)
            self._boxes[part] = box
            self.rows.addWidget(box)

    def _on_what_changed(self, code: object) -> None:
        self._show_parts()
        self.refresh()

    def _show_parts(self) -> None:
        is_in_parts = self._what.value() == _PARTS
        for widget in (*self._notes, *self._boxes.values()):
            set_shown(widget, is_in_parts)

    def _on_who_changed(self, code: object) -> None:
        """Propose the name that goes with the standing, unless another was typed."""
        subject = self.subject
        if self._name.text() in (subject.patient_name, subject.guardian_name, ""):
            is_guardian = code == SignerRole.GUARDIAN.value
            self._name.set_value(subject.guardian_name if is_guardian else subject.patient_name)
        self.refresh()

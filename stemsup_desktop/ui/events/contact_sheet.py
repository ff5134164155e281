"""The sheet in which a contact with a patient is recorded: what about, how, and whether the patient was reached."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.events.event_model import Contact, ContactPurpose, ContactWay
from stemsup_desktop.consultation.events.event_words import PURPOSE_WORDS, WAY_WORDS
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.questionnaire.answers import DateTimeAnswer
from stemsup_desktop.ui.components.check_box import RadioGroup
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.moment_fields import MomentField
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class ContactSubject:
    """Whom a contact is with and what it is about; `phone` is how the patient is reached."""

    patient_id: str
    patient_name: str
    phone: str
    purpose: ContactPurpose
    consultation_id: str = ""
    subject: str = ""
    about: str = ""


class ContactSheet(FormSheet):
    """`submitted` comes once nothing is missing; `take` is the contact as it was entered."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, subject: ContactSubject, now: datetime) -> None:
        title = words("events.contact_title", patient=subject.patient_name)
        super().__init__(theme, words, host, title, words("events.contact_save"))
        self.subject = subject
        purpose = PURPOSE_WORDS[subject.purpose].in_language(words.language)
        self.add_text(" · ".join(part for part in (purpose, subject.about) if part))
        self.add_text(words("events.phone_is", phone=subject.phone) if subject.phone else words("events.no_phone"))
        ways = tuple((way.value, text.in_language(words.language)) for way, text in WAY_WORDS.items())
        self._way = RadioGroup(theme, words("events.way"), ways, is_horizontal=True)
        self._way.setObjectName("contact.way")
        reached = ((_YES, words("events.reached_yes")), (_NO, words("events.reached_no")))
        self._reached = RadioGroup(theme, words("events.reached"), reached, is_horizontal=True)
        self._reached.setObjectName("contact.reached")
        self._at = MomentField(theme, words, words("events.contact_at"), now.tzinfo, is_required=True)
        self._at.setObjectName("contact.at")
        self._at.set_value(DateTimeAnswer(now.replace(second=0, microsecond=0)))
        self._note = MultiLineField(theme, words, words("events.contact_note"))
        self._note.setObjectName("contact.note")
        for field in (self._way, self._reached, self._at, self._note):
            self.rows.addWidget(field)
            field.value_changed.connect(self.refresh)
        self.finish_layout()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self._way.findChildren(QWidget, f"option_{ContactWay.PHONE.value}")[0]

    def list_open(self) -> tuple[str, ...]:
        wanted = (
            ("wants_way", self._way.value() is None),
            ("wants_reached", self._reached.value() is None),
            ("wants_at", self._at.value() is None),
        )
        return tuple(self.words(f"events.{key}") for key, is_open in wanted if is_open)

    def take(self) -> Contact:
        """Return what was entered; raises ValueError while something is missing."""
        way, at, subject = self._way.value(), self._at.value(), self.subject
        if way is None or at is None or self._reached.value() is None:
            raise ValueError("the contact is not complete")
        return Contact(
            contact_id="",
            patient_id=subject.patient_id,
            purpose=subject.purpose,
            way=ContactWay(way),
            was_reached=self._reached.value() == _YES,
            at=at.value,
            by="",
            consultation_id=subject.consultation_id,
            subject=subject.subject,
            note=normalise_text(self._note.value()).strip(),
        )

"""The few acts of the lot book that ask before they are done: recall, its lifting, a vial thrown away, a check."""

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.lots.recall_model import LotReach
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


class ReasonSheet(FormSheet):
    """A sheet that is not done without a reason."""

    def __init__(
        self, theme: Theme, words: Words, host: QWidget, title: str, accept: str, *, is_grave: bool = False
    ) -> None:
        super().__init__(theme, words, host, title, accept, is_grave=is_grave)
        self.reason = MultiLineField(theme, words, words("lots.reason"), is_required=True)
        self.reason.setObjectName("reason")
        self.reason.value_changed.connect(self.refresh)

    def list_open(self) -> tuple[str, ...]:
        return () if self.reason.value().strip() else (self.words("lots.reason"),)


class RecallSheet(ReasonSheet):
    """Names the lot, says how many people received it and how many open plans stop; asks why, and on whose word."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, number: str, reach: LotReach) -> None:
        title = words("lots.recall_title", number=number)
        super().__init__(theme, words, host, title, words("lots.recall_accept"), is_grave=True)
        self.source = TextField(theme, words, words("lots.recall_source"))
        self.source.setObjectName("source")
        self.source.set_hint(words("lots.recall_source_hint"))
        recipients, plans = reach.recipients, reach.open_plans
        self.add_text(
            words("lots.reach_recipients", count=recipients) if recipients else words("lots.reach_no_recipients")
        )
        self.add_text(words("lots.reach_plans", count=plans) if plans else words("lots.reach_no_plans"))
        self.rows.addWidget(self.reason)
        self.rows.addWidget(self.source)
        self.finish_layout()


class LiftSheet(ReasonSheet):
    """Says that the lot can be planned and used again, and asks why."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, number: str) -> None:
        title = words("lots.lift_title", number=number)
        super().__init__(theme, words, host, title, words("lots.lift_accept"))
        self.add_text(words("lots.lift_note"))
        self.rows.addWidget(self.reason)
        self.finish_layout()


class DiscardSheet(ReasonSheet):
    """Asks which vial was thrown away, and why."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, number: str) -> None:
        title = words("lots.discard_title", number=number)
        super().__init__(theme, words, host, title, words("lots.discard_accept"), is_grave=True)
        self.vial = TextField(theme, words, words("lots.vial_number"), is_required=True)
        self.vial.setObjectName("vial")
        self.vial.set_hint(words("lots.vial_hint"))
        self.vial.value_changed.connect(self.refresh)
        self.rows.addWidget(self.vial)
        self.rows.addWidget(self.reason)
        self.finish_layout()

    def list_open(self) -> tuple[str, ...]:
        missing = () if self.vial.text().strip() else (self.words("lots.vial_number"),)
        return (*missing, *super().list_open())


class CheckSheet(FormSheet):
    """What a physician says by checking a certificate: it counts in the gate from then on."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, number: str, lacking: str) -> None:
        super().__init__(theme, words, host, words("lots.check_title", number=number), words("lots.check_accept"))
        self.add_text(words("lots.check_note"))
        if lacking:
            self.add_text(lacking)
        self.finish_layout()

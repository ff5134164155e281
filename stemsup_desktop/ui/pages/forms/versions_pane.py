"""Every version that was ever in force, to read, to put in force again; and which patients are on which."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.data_table import Column, DataTable, Row
from stemsup_desktop.ui.components.labels import Label, SectionHeading
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.pages.forms.load import FormHouse
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_COUNTS_PX = 170
"""The height of the counts at most; fewer rows take no more than they need."""


class VersionsPane(QWidget):
    """`read_requested` and `again_requested` carry the hash of a form version."""

    read_requested = Signal(str)
    again_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        names = ("version", "from", "by", "reason")
        columns = tuple(Column(words(f"forms.column_{name}"), is_wide=name == "reason") for name in names)
        self.table = DataTable(theme, words("forms.view_versions"), columns)
        self.table.setObjectName("versions")
        self.table.row_activated.connect(lambda key: self.read_requested.emit(key.partition(":")[0]))
        self.table.row_chosen.connect(lambda _key: self._show_buttons())
        self._locked = ""
        self.read = SecondaryButton(theme, words("forms.read"), icon_name="docs")
        self.read.setObjectName("read_version")
        self.read.clicked.connect(lambda: self.read_requested.emit(self._chosen()))
        self.again = SecondaryButton(theme, words("forms.again"))
        self.again.setObjectName("use_again")
        self.again.clicked.connect(lambda: self.again_requested.emit(self._chosen()))
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.S)
        buttons.addWidget(self.read)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(sizes.XL, sizes.M, sizes.XL, sizes.M)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("forms.view_versions"), words("forms.versions_note")))
        rows.addWidget(self.table, 1)
        rows.addLayout(buttons)

    def show_house(self, house: FormHouse, locked: str) -> None:
        """Show what was put in force, the last first."""
        language = self._words.language
        self._locked = locked
        self.table.set_rows(
            tuple(
                Row(
                    f"{one.form.sha256}:{number}",
                    (
                        one.form.version,
                        format_date(one.in_force_from, language),
                        one.published_name or self._words("forms.by_program"),
                        one.reason or "–",
                    ),
                )
                for number, one in enumerate(house.publications)
            )
        )
        self._show_buttons()

    def _chosen(self) -> str:
        return self.table.chosen_key().partition(":")[0]

    def _show_buttons(self) -> None:
        has_row = bool(self._chosen())
        self.read.setEnabled(has_row)
        self.again.setEnabled(has_row and not self._locked)
        choose = "" if has_row else self._words("spoken.choose_version")
        say_reason(self.read, choose)
        say_reason(self.again, self._locked or choose)


class PatientsPane(QWidget):
    """How many patients are on which version, and, for whoever may see patients, whose consent is outdated."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        counts = ("version", "patients", "over_a_year")
        self.counts = DataTable(
            theme,
            words("forms.counts"),
            tuple(Column(words(f"forms.column_{n}"), is_number=n != "version", is_wide=n == "version") for n in counts),
        )
        self.counts.setObjectName("counts")
        names = ("chart", "patient", "version", "signed_on", "why")
        self.table = DataTable(
            theme,
            words("forms.outdated"),
            tuple(Column(words(f"forms.column_{name}"), is_wide=name == "why") for name in names),
        )
        self.table.setObjectName("outdated")
        self._note = Label(theme, role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._note.setObjectName("outdated_note")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(sizes.XL, sizes.M, sizes.XL, sizes.M)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("forms.counts"), words("forms.counts_note")))
        rows.addWidget(self.counts)
        rows.addWidget(SectionHeading(theme, words("forms.outdated"), words("forms.outdated_heading_note")))
        rows.addWidget(self._note)
        rows.addWidget(self.table, 100)
        rows.addStretch(1)

    def show_house(self, house: FormHouse) -> None:
        """Show the counts, and the patients to whoever may see them."""
        words = self._words
        self.counts.set_rows(
            tuple(
                Row(
                    one.form_version or "-",
                    (one.form_version or words("forms.version_unknown"), str(one.patients), str(one.over_a_year)),
                )
                for one in sorted(house.counts, key=lambda one: one.form_version, reverse=True)
            )
        )
        needed = self.counts.horizontalHeader().sizeHint().height() + self.counts.verticalHeader().length() + 2
        self.counts.setFixedHeight(min(needed, self._theme.grown(_COUNTS_PX)))
        lines = house.outdated
        if lines is None:
            self._note.setText(words("forms.outdated_hidden"))
        else:
            self._note.setText("" if lines else words("forms.outdated_none"))
        self.table.setVisible(bool(lines))
        self._note.setVisible(bool(self._note.text()))
        self.table.set_rows(
            tuple(
                Row(
                    one.patient.patient_id,
                    (
                        one.patient.chart_number,
                        one.patient.name,
                        one.form_version or words("forms.version_unknown"),
                        format_date(one.signed_on, words.language),
                        words.listed(
                            [
                                *([words("forms.why_version")] if one.is_other_version else []),
                                *([words("forms.why_year")] if one.is_over_a_year else []),
                            ]
                        ),
                    ),
                )
                for one in lines or ()
            )
        )

"""The form of a product."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.buttons import IconButton, SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import SectionHeading, set_shown
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.lots.draft import Draft, ProductDraft
from stemsup_desktop.ui.pages.lots.form_parts import DraftForm
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class ProductForm(DraftForm):
    """Fields in the order in which a product's paper says them."""

    def __init__(self, theme: Theme, words: Words, content: Content) -> None:
        super().__init__(theme, words)
        names, language = content.names, words.language
        sources = tuple((source.value, names.get_cell_source(source, language)) for source in CellSource)
        self._routes = {route: self._make_route(route, names.get_routes((route,), language)) for route in Route}
        self._gtins: list[tuple[QWidget, TextField]] = []
        self._gtin_rows = QVBoxLayout()
        self._gtin_rows.setSpacing(sizes.XS)
        self._add_gtin = SecondaryButton(theme, words("lots.form_add_gtin"), icon_name="plus")
        self._add_gtin.setObjectName("add_gtin")
        self._add_gtin.clicked.connect(self._on_gtin_added)
        self._retired = CheckBox(theme, words("lots.form_retired"))
        self._retired.setObjectName("is_retired")
        self._retired.toggled.connect(lambda is_on: self.edit("is_retired", is_on))
        self.add_grid(
            (self.make_text("name_ja"), self.make_text("name_en")),
            (self.make_text("maker"), self.make_choice("cell_source", sources)),
            (self.make_text("vial_ml", unit="mL"), self.make_text("storage")),
        )
        self.add_captioned("lots.routes", self._lay_out_routes())
        self.add(SectionHeading(theme, words("lots.form_status")))
        self.add_grid((self.make_text("approval_status"), self.make_text("procurement")))
        self.add(SectionHeading(theme, words("lots.gtins"), words("lots.form_gtins_note")))
        self.rows.addLayout(self._gtin_rows)
        self.rows.addWidget(self._add_gtin, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(SectionHeading(theme, words("lots.instructions")))
        instructions = self.make_lines("instructions")
        instructions.hide_label()
        self.add(instructions)
        self.add(self._retired)
        self.add_stretch()

    def show_draft(self, draft: ProductDraft, errors: Mapping[str, str]) -> None:
        """Show what was typed and what is wrong; reports nothing."""
        self.show_fields(draft, errors)
        for route, box in self._routes.items():
            box.set_value(route.value in draft.routes)
        self._fit_gtins(len(draft.gtins))
        for number, ((_, field), text) in enumerate(zip(self._gtins, draft.gtins, strict=True)):
            field.set_value(text)
            field.set_error(errors.get(f"gtins.{number}", ""))
        self._retired.set_value(draft.is_retired)
        set_shown(self._retired, bool(draft.product_id))

    def find_place(self, path: str) -> QWidget | None:
        return next(iter(self._routes.values())) if path == "routes" else super().find_place(path)

    def _make_route(self, route: Route, name: str) -> CheckBox:
        box = CheckBox(self.theme, name)
        box.setObjectName(f"route_{route.value}")
        box.toggled.connect(lambda is_on: self.report(lambda draft: _with_route(draft, route, is_on=is_on), "routes"))
        return box

    def _lay_out_routes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(sizes.L)
        for box in self._routes.values():
            row.addWidget(box)
        row.addStretch(1)
        return row

    def _on_gtin_added(self) -> None:
        self.report(_with_another_gtin, f"gtins.{len(self._gtins)}")
        if self._gtins:
            self._gtins[-1][1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_gtins(self, count: int) -> None:
        while len(self._gtins) > count:
            row, _ = self._gtins.pop()
            self._gtin_rows.removeWidget(row)
            row.hide()
            row.setParent(None)
            row.deleteLater()
        while len(self._gtins) < count:
            self._gtins.append(self._make_gtin(len(self._gtins)))
            self._gtin_rows.addWidget(self._gtins[-1][0])

    def _make_gtin(self, number: int) -> tuple[QWidget, TextField]:
        field = TextField(self.theme, self.words, self.words("lots.form_gtin", number=number + 1))
        field.hide_label()
        field.setObjectName(f"gtins.{number}")
        field.value_changed.connect(lambda text: self._on_gtin_typed(number, str(text)))
        field.left.connect(lambda: self.field_left.emit(f"gtins.{number}"))
        remove = IconButton(self.theme, "close", self.words("lots.form_remove_gtin", number=number + 1))
        remove.setObjectName(f"remove_gtin.{number}")
        remove.clicked.connect(lambda: self._on_gtin_removed(number))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        return holder, field

    def _on_gtin_typed(self, number: int, text: str) -> None:
        self.report(lambda draft: _with_gtin(draft, number, text), f"gtins.{number}", is_typed=True)

    def _on_gtin_removed(self, number: int) -> None:
        self.report(lambda draft: _without_gtin(draft, number), f"gtins.{number}")
        left = self._gtins[min(number, len(self._gtins) - 1)][1] if self._gtins else self._add_gtin
        left.setFocus(Qt.FocusReason.OtherFocusReason)


def _with_route(draft: Draft, route: Route, *, is_on: bool) -> Draft:
    if not isinstance(draft, ProductDraft):
        return draft
    routes = tuple(one.value for one in Route if (is_on if one is route else one.value in draft.routes))
    return msgspec.structs.replace(draft, routes=routes)


def _with_another_gtin(draft: Draft) -> Draft:
    return msgspec.structs.replace(draft, gtins=(*draft.gtins, "")) if isinstance(draft, ProductDraft) else draft


def _with_gtin(draft: Draft, number: int, text: str) -> Draft:
    if not isinstance(draft, ProductDraft):
        return draft
    gtins = tuple(text if at == number else one for at, one in enumerate(draft.gtins))
    return msgspec.structs.replace(draft, gtins=gtins)


def _without_gtin(draft: Draft, number: int) -> Draft:
    if not isinstance(draft, ProductDraft):
        return draft
    return msgspec.structs.replace(draft, gtins=tuple(one for at, one in enumerate(draft.gtins) if at != number))

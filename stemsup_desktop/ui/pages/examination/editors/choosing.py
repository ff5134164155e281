"""Which editor an item gets: by its type, its control, and how many options it has and how long they are."""

from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.attachments import AttachmentEditor
from stemsup_desktop.ui.pages.examination.editors.base import Editor
from stemsup_desktop.ui.pages.examination.editors.choices import AutocompleteEditor, DropDownEditor, ListEditor
from stemsup_desktop.ui.pages.examination.editors.moments import DayEditor, MomentEditor, TimeEditor
from stemsup_desktop.ui.pages.examination.editors.numbers import NumberEditor, QuantityEditor
from stemsup_desktop.ui.pages.examination.editors.open_choices import OpenChoiceEditor
from stemsup_desktop.ui.pages.examination.editors.options import Options
from stemsup_desktop.ui.pages.examination.editors.references import ReferenceEditor
from stemsup_desktop.ui.pages.examination.editors.repeated import RepeatedEditor
from stemsup_desktop.ui.pages.examination.editors.segments import BooleanEditor, SegmentsEditor
from stemsup_desktop.ui.pages.examination.editors.sliders import ScoreEditor, SliderEditor, is_score
from stemsup_desktop.ui.pages.examination.editors.texts import TextEditor
from stemsup_desktop.ui.pages.examination.editors.unsupported import UnsupportedEditor

_MOST_SEGMENTS = 3
_MOST_IN_LIST = 24
_CHOICES = (ItemType.CHOICE, ItemType.OPEN_CHOICE)


def make_editor(
    item: Item, context: PageContext, *, name: str = "", notes: tuple[Item, ...] = (), is_cell: bool = False
) -> Editor:
    """Return the editor of an item; an unknown kind is a visible row, never nothing.

    `name` is what it is found by, the link id if not given. `notes` may give a unit and the ends of a scale. In a cell
    of a table options become a list that opens.
    """
    making = _Making(item, context, name or item.link_id, notes, is_cell)
    editor = making.make()
    editor.is_cell = is_cell
    if item.is_read_only:
        editor.set_read_only(True)
    return editor


class _Making:
    """One item with what decides about its editor."""

    def __init__(self, item: Item, context: PageContext, name: str, notes: tuple[Item, ...], is_cell: bool) -> None:
        self._item = item
        self._context = context
        self._name = name
        self._is_cell = is_cell
        text = item.label.in_language(context.words.language)
        self._label = f"{item.prefix} {text}" if item.prefix else text
        said = {note.item_control: note.label.in_language(context.words.language) for note in notes}
        self._unit = item.unit.text if item.unit is not None else said.get("unit", "")
        self._ends = (said.get("lower", ""), said.get("upper", ""))

    def make(self) -> Editor:
        item = self._item
        if not item.is_supported:
            return UnsupportedEditor(item, self._name, self._context)
        if item.type is ItemType.BOOLEAN:
            return BooleanEditor(item, self._name, self._label, self._context)
        if item.type is ItemType.ATTACHMENT:
            return AttachmentEditor(item, self._name, self._label, self._context, is_cell=self._is_cell)
        if item.type in _CHOICES or item.answer_options:
            return self._make_choice()
        if item.repeats:
            return RepeatedEditor(item, self._name, self._label, self._context, self._make_one)
        return self._make_one(self._name)

    def _make_one(self, name: str) -> Editor:
        item, label, context = self._item, self._label, self._context
        match item.type:
            case ItemType.INTEGER | ItemType.DECIMAL if item.item_control == "slider" and not self._is_cell:
                if is_score(item):
                    return ScoreEditor(item, name, label, context, self._ends)
                return SliderEditor(item, name, label, context, self._unit, self._ends)
            case ItemType.INTEGER | ItemType.DECIMAL:
                return NumberEditor(item, name, label, context, self._unit)
            case ItemType.QUANTITY:
                return QuantityEditor(item, name, label, context, self._unit)
            case ItemType.DATE:
                return DayEditor(item, name, label, context)
            case ItemType.DATETIME:
                return MomentEditor(item, name, label, context)
            case ItemType.TIME:
                return TimeEditor(item, name, label, context)
            case ItemType.REFERENCE:
                return ReferenceEditor(item, name, label, context)
            case _:
                return TextEditor(item, name, label, context)

    def _make_choice(self) -> Editor:
        item = self._item
        options = Options(item.answer_options, self._context.words.language)
        if not len(options) and item.expressions.answer is None:
            return self._make_without_options()
        inner = self._make_several(options) if item.repeats else self._make_single(self._name, options)
        if item.type is not ItemType.OPEN_CHOICE:
            return inner
        return OpenChoiceEditor(item, self._name, self._label, self._context, inner, options)

    def _make_without_options(self) -> Editor:
        """An open choice takes words all the same; any other cannot be answered, for its options are elsewhere."""
        if self._item.type is not ItemType.OPEN_CHOICE:
            return UnsupportedEditor(self._item, self._name, self._context, "examination.no_options")
        if self._item.repeats:
            return RepeatedEditor(self._item, self._name, self._label, self._context, self._make_one)
        return self._make_one(self._name)

    def _make_several(self, options: Options) -> Editor:
        item, label, context = self._item, self._label, self._context
        if item.item_control != "autocomplete" and len(options) <= _MOST_IN_LIST and not self._is_cell:
            return self._make_list(options)
        return RepeatedEditor(item, self._name, label, context, lambda name: self._make_single(name, options))

    def _make_single(self, name: str, options: Options) -> Editor:
        item, label, context = self._item, self._label, self._context
        if self._is_cell:
            return DropDownEditor(item, name, label, context, options)
        if item.is_yes_no_unknown:
            return SegmentsEditor(item, name, label, context, options, is_yes_no_unknown=True)
        if item.repeats:
            return AutocompleteEditor(item, name, label, context, options)
        is_listable = len(options) <= _MOST_IN_LIST and (len(options) > 0 or item.expressions.answer is not None)
        match item.item_control:
            case "autocomplete":
                return AutocompleteEditor(item, name, label, context, options)
            case "radio-button" | "check-box" if is_listable:
                return self._make_list(options)
            case "drop-down":
                return DropDownEditor(item, name, label, context, options)
            case _ if item.choice_orientation and is_listable:
                return self._make_list(options)
            case _ if self._is_short(options):
                return SegmentsEditor(item, name, label, context, options, is_yes_no_unknown=False)
            case _ if len(options) > _MOST_IN_LIST:
                return AutocompleteEditor(item, name, label, context, options)
            case _:
                return DropDownEditor(item, name, label, context, options)

    def _make_list(self, options: Options) -> Editor:
        is_single = not self._item.repeats
        return ListEditor(self._item, self._name, self._label, self._context, options, is_single=is_single)

    def _is_short(self, options: Options) -> bool:
        if self._item.expressions.answer is not None:
            return False
        longest = 8 if self._context.words.language == "ja" else 16
        return 0 < len(options) <= _MOST_SEGMENTS and options.longest() <= longest

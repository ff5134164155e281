"""Where each item of a questionnaire is shown: found once, before there are any answers. No Qt."""

from dataclasses import dataclass, field

from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item, Questionnaire
from stemsup_desktop.ui.pages.examination.view_model import RowKind, SectionPlan, Spot

MOST_COLUMNS = 7
MOST_MATRIX_COLUMNS = 8
_ASIDE = ("help", "flyover")
_CHOICES = (ItemType.CHOICE, ItemType.OPEN_CHOICE)
_LOOSE_TITLE = Text("Questions", "質問")


@dataclass(frozen=True, slots=True)
class LayoutPlan:
    """The sections of a questionnaire and the spot of each item, by position."""

    questionnaire: Questionnaire
    sections: tuple[SectionPlan, ...]
    spots: tuple[Spot, ...]


def make_plan(questionnaire: Questionnaire) -> LayoutPlan:
    """Return the plan. Top groups are sections, and so are the tabs of a top group; what stands alone is gathered."""
    planner = _Planner(questionnaire)
    planner.plan_top()
    spots = tuple(planner.spots[position] for position in range(len(questionnaire.nodes)))
    return LayoutPlan(questionnaire, tuple(planner.sections), spots)


def is_field_group(group: Item) -> bool:
    """Say whether a group is a row of measured values, such as the vital signs."""
    questions = [child for child in group.children if child.is_question and not child.is_hidden]
    numeric = (ItemType.DECIMAL, ItemType.INTEGER, ItemType.QUANTITY)
    rest = (child for child in group.children if child not in questions and not child.is_hidden)
    return (
        bool(questions)
        and all(child.type in numeric and not child.repeats and not child.children for child in questions)
        and all(child.type is ItemType.DISPLAY for child in rest)
    )


@dataclass(slots=True)
class _Planner:
    questionnaire: Questionnaire
    sections: list[SectionPlan] = field(default_factory=list)
    spots: dict[int, Spot] = field(default_factory=dict)

    def plan_top(self) -> None:
        is_gathering = False
        for position, node in enumerate(self.questionnaire.nodes):
            if node.parent is not None:
                continue
            if node.item.type is not ItemType.GROUP:
                if not is_gathering:
                    self.sections.append(SectionPlan(position, None, self._title_of_loose()))
                is_gathering = True
                self._place(position, None)
                continue
            is_gathering = False
            if _is_tabbed(node.item):
                self._plan_tabs(position)
            else:
                self._plan_section(position)

    def _title_of_loose(self) -> Text:
        is_alone = not self.sections and all(item.type is not ItemType.GROUP for item in self.questionnaire.items)
        return self.questionnaire.title if is_alone else _LOOSE_TITLE

    def _plan_tabs(self, position: int) -> None:
        if self.questionnaire.nodes[position].item.is_hidden:
            self._leave_out(position)
            return
        self.spots[position] = Spot(None, max(len(self.sections) - 1, 0), None)
        for child in self.questionnaire.nodes[position].children:
            self._plan_section(child)

    def _plan_section(self, position: int) -> None:
        node = self.questionnaire.nodes[position]
        has_name = node.item.text is not None or bool(node.item.prefix.strip())
        title = node.item.label if has_name else _LOOSE_TITLE
        self.sections.append(SectionPlan(position, node.item, title, self._aside(position)))
        if node.item.is_hidden:
            self._leave_out(position)
        elif node.item.type is ItemType.GROUP and self._kind_of_group(position) is RowKind.GROUP:
            self.spots[position] = Spot(None, len(self.sections) - 1, None, self._aside(position))
            self._place_children(position, None)
        else:
            self._place(position, None)

    def _place(self, position: int, holder: int | None) -> None:
        node = self.questionnaire.nodes[position]
        if node.item.is_hidden:
            self._leave_out(position)
            return
        section = len(self.sections) - 1
        match node.item.type:
            case ItemType.DISPLAY:
                self.spots[position] = Spot(RowKind.DISPLAY, section, holder)
                self._place_children(position, holder)
            case ItemType.GROUP:
                kind = self._kind_of_group(position)
                self.spots[position] = Spot(kind, section, holder, self._aside(position))
                self._place_group(position, kind)
            case _:
                notes = tuple(child for child in node.children if self._item(child).type is ItemType.DISPLAY)
                self.spots[position] = Spot(RowKind.QUESTION, section, holder, notes)
                for child in node.children:
                    if child in notes:
                        self._leave_out(child)
                    else:
                        self._place(child, position)

    def _place_group(self, position: int, kind: RowKind) -> None:
        for child in self.questionnaire.nodes[position].children:
            if child in self._aside(position):
                self._leave_out(child)
                continue
            self._place(child, position)
            spot = self.spots[child]
            if kind is RowKind.TABLE and spot.kind is RowKind.GROUP:
                self.spots[child] = Spot(RowKind.TABLE_ROW, spot.section, position, spot.notes)

    def _place_children(self, position: int, holder: int | None) -> None:
        for child in self.questionnaire.nodes[position].children:
            if child in self._aside(position):
                self._leave_out(child)
            else:
                self._place(child, holder)

    def _leave_out(self, position: int) -> None:
        self.spots[position] = Spot(None, max(len(self.sections) - 1, 0), None)
        for child in self.questionnaire.nodes[position].children:
            self._leave_out(child)

    def _aside(self, position: int) -> tuple[int, ...]:
        """Return the displays of a group that are shown on demand."""
        node = self.questionnaire.nodes[position]
        if node.item.type is not ItemType.GROUP:
            return ()
        return tuple(child for child in node.children if self._item(child).item_control in _ASIDE)

    def _item(self, position: int) -> Item:
        return self.questionnaire.nodes[position].item

    def _kind_of_group(self, position: int) -> RowKind:
        item = self._item(position)
        if item.item_control == "grid" and not item.repeats and _is_grid(item):
            return RowKind.TABLE
        if (
            item.item_control in ("gtable", "table")
            and _is_row(item)
            and (item.repeats or item.item_control != "table")
        ):
            return RowKind.TABLE_ROW
        if item.item_control in ("table", "grid") and not item.repeats and _is_matrix(item):
            return RowKind.MATRIX
        return RowKind.REPEAT if item.repeats else RowKind.GROUP


def _is_tabbed(item: Item) -> bool:
    return (
        item.item_control in ("tab-container", "page")
        and not item.repeats
        and bool(item.children)
        and all(child.type is ItemType.GROUP and not child.repeats for child in item.children)
    )


def _shown(item: Item) -> list[Item]:
    return [child for child in item.children if not child.is_hidden and child.item_control not in _ASIDE]


def _is_row(item: Item) -> bool:
    """Say whether the questions of a group fit beside each other."""
    shown = _shown(item)
    return 0 < len(shown) <= MOST_COLUMNS and all(child.is_question and _is_leaf(child) for child in shown)


def _is_grid(item: Item) -> bool:
    shown = _shown(item)
    return bool(shown) and all(
        child.type is ItemType.GROUP and not child.repeats and not child.item_control and _is_row(child)
        for child in shown
    )


def _is_matrix(item: Item) -> bool:
    shown = _shown(item)
    if not shown or not all(child.type in _CHOICES and _is_leaf(child) for child in shown):
        return False
    options = [option.value for option in shown[0].answer_options]
    return (
        0 < len(options) <= MOST_MATRIX_COLUMNS
        and all(child.type is ItemType.CHOICE for child in shown)
        and all([option.value for option in child.answer_options] == options for child in shown)
    )


def _is_leaf(item: Item) -> bool:
    return all(child.type is ItemType.DISPLAY for child in item.children)

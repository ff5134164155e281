"""What a screen reader has of a program: its tree on the bus of assistive technology. No key and no pointer.

Runs on the system's Python, which has the bindings; knows nothing of Qt or of our own package.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version is named before

Role, State = Atspi.Role, Atspi.StateType
_ALL, _ANY = Atspi.CollectionMatchType.ALL, Atspi.CollectionMatchType.ANY
WAIT_S = 30.0
PAUSE_S = 0.05
REPLY_MS = 15_000
"""The program answers between two of its own acts: on a busy machine later than the bindings wait by themselves."""
NOT_ACTS = {"set focus", "setfocus", "show menu", "showmenu", "scroll left", "scroll right", "scroll up", "scroll down"}


@dataclass(frozen=True)
class Node:
    """One thing in the tree, as it was when it was looked at."""

    accessible: Atspi.Accessible
    role: Atspi.Role
    name: str

    def has(self, state: Atspi.StateType) -> bool:
        """Whether it is in a state now."""
        return self.accessible.get_state_set().contains(state)

    @property
    def description(self) -> str:
        """What is said of it beside its name."""
        return self.accessible.get_description() or ""

    @property
    def text(self) -> str:
        """What stands in a field."""
        return Atspi.Text.get_text(self.accessible, 0, -1)

    def __str__(self) -> str:
        return f"{self.role.value_nick} {self.name!r}"


class Screen:
    """Finds things by what they are and what they are called, and does with them what they offer."""

    def __init__(self, program: str) -> None:
        Atspi.set_timeout(REPLY_MS, REPLY_MS)
        self._program = self.until(lambda: _find_program(program), f"the program {program}")

    def until(self, look: Callable[[], object], what: str, seconds: float = WAIT_S) -> object:
        """Look again until something is there; raises LookupError that says what is on the screen instead."""
        end, failure = time.monotonic() + seconds, ""
        while True:
            try:
                found = look()
            except (GLib.Error, LookupError) as error:  # the tree changed under the hand, or the program is busy
                found, failure = None, f" ({str(error).splitlines()[0]})"
            if found:
                return found
            if time.monotonic() > end:
                raise LookupError(f"not found: {what}{failure}\n{self.describe()}")
            time.sleep(PAUSE_S)

    def nodes(self, *roles: Atspi.Role, within: Node | None = None) -> list[Node]:
        """Return what is shown of some roles, or of any, from the top; only what is named."""
        shown = Atspi.StateSet.new([State.SHOWING])
        kind = [int(role) for role in roles]
        rule = Atspi.MatchRule.new(shown, _ALL, {}, _ALL, kind, _ANY if kind else _ALL, [], _ALL, False)
        roots = [within.accessible] if within is not None else self._windows()
        found = [
            accessible
            for root in roots
            for accessible in Atspi.Collection.get_matches(root, rule, Atspi.CollectionSortOrder.CANONICAL, 0, True)
        ]
        return [Node(one, one.get_role(), name) for one in found if (name := _name_of(one))]

    def _windows(self) -> list[Atspi.Accessible]:
        children = [self._program.get_child_at_index(place) for place in range(self._program.get_child_count())]
        return [child for child in children if child is not None and child.get_state_set().contains(State.SHOWING)]

    def find_all(self, role: Atspi.Role, is_it: Callable[[str], bool], within: Node | None = None) -> list[Node]:
        """Return what is shown of a role and a name."""
        return [node for node in self.nodes(role, within=within) if is_it(node.name)]

    def find(self, role: Atspi.Role, name: str, within: Node | None = None, seconds: float = WAIT_S) -> Node:
        """Return the one thing of a role whose name is, or begins with, a text; waits for it."""

        def look() -> list[Node]:
            named = self.find_all(role, lambda said: said == name or said.startswith(f"{name}, "), within)
            return [node for node in named if node.name == name] or named

        found = self.until(look, f"{role.value_nick} {name!r}", seconds)
        assert isinstance(found, list)
        if len(found) > 1:
            raise LookupError(f"{len(found)} things are {role.value_nick} {name!r}\n{self.describe()}")
        return found[0]

    def has(self, role: Atspi.Role, name: str) -> bool:
        """Whether something of a role and a name is shown now."""
        return bool(self.find_all(role, lambda said: said == name or said.startswith(f"{name}, ")))

    def act(self, node: Node) -> None:
        """Do what a thing is for; raises LookupError for one that offers nothing, as what cannot be used now."""
        for number in range(Atspi.Action.get_n_actions(node.accessible)):
            if Atspi.Action.get_action_name(node.accessible, number).lower() not in NOT_ACTS:
                Atspi.Action.do_action(node.accessible, number)
                return
        raise LookupError(f"{node} offers nothing to do: {node.description}")

    def act_by(self, node: Node, name: str) -> None:
        """Do one of the things that a node offers."""
        for number in range(Atspi.Action.get_n_actions(node.accessible)):
            if Atspi.Action.get_action_name(node.accessible, number) == name:
                Atspi.Action.do_action(node.accessible, number)
                return
        raise LookupError(f"{node} does not offer {name!r}")

    def press(self, name: str, within: Node | None = None, role: Atspi.Role = Role.PUSH_BUTTON) -> None:
        """Press a button once it can be used."""

        def look() -> Node | None:
            node = self.find(role, name, within, 0)
            return node if node.has(State.ENABLED) else None

        node = self.until(look, f"a button {name!r} that can be used")
        assert isinstance(node, Node)
        self.act(node)

    def set_on(self, role: Atspi.Role, name: str, within: Node | None = None) -> None:
        """Switch a box or one of several on, and see that it is."""
        self._switch_on(self.find(role, name, within))

    def set_on_in(self, group: Node, is_it: Callable[[str], bool]) -> None:
        """Switch on the one of a group that is called so."""

        def look() -> Node | None:
            inside = self.nodes(Role.RADIO_BUTTON, Role.CHECK_BOX, within=group)
            return next((node for node in inside if is_it(node.name)), None)

        node = self.until(look, f"the wanted one in {group}")
        assert isinstance(node, Node)
        self._switch_on(node)

    def _switch_on(self, node: Node) -> None:
        if not node.has(State.CHECKED):
            self.act(node)
        self.until(lambda: node.has(State.CHECKED), f"{node} on")

    def write(self, name: str, text: str, within: Node | None = None) -> Node:
        """Write into a field, in place of what stands there, and see that it stands there."""
        node = self.find(Role.TEXT, name, within)
        self.put(node, text)
        return node

    def put(self, node: Node, text: str) -> None:
        """Write into a field that was found; what is typed covertly is not read back."""
        Atspi.EditableText.set_text_contents(node.accessible, text)
        if node.role != Role.PASSWORD_TEXT:
            self.until(lambda: node.text == text, f"{text!r} in {node}")

    def choose(self, name: str, option: str, within: Node | None = None) -> None:
        """Choose a text in the list field that is called so."""
        self.choose_in(self.find(Role.COMBO_BOX, name, within), option)

    def choose_in(self, field: Node, option: str) -> None:
        """Choose a text in a list field, and see that the field says it."""
        offered = field.accessible.get_child_at_index(0)
        for place in range(offered.get_child_count()):
            if offered.get_child_at_index(place).get_name() == option:
                Atspi.Selection.select_child(offered, place)
                self.until(lambda: field.accessible.get_name() == option, f"{option!r} in {field}")
                return
        raise LookupError(f"{field} does not offer {option!r}")

    def select(self, list_: Node, place: int) -> None:
        """Go to a line of a list."""
        Atspi.Selection.select_child(list_.accessible, place)

    def focus(self, node: Node) -> None:
        """Put the focus on something, as a screen reader does."""
        Atspi.Component.grab_focus(node.accessible)

    def describe(self) -> str:
        """Return everything that is on the screen, a line each."""
        try:
            return "\n".join(f"  {node}  {node.description}" for node in self.nodes())
        except GLib.Error as error:
            return f"the tree cannot be read: {error.message}"


def _name_of(accessible: Atspi.Accessible) -> str:
    """Return what something is called: a combo box is called by its label, and its own name is what it says."""
    if accessible.get_role() == Role.COMBO_BOX:
        for relation in accessible.get_relation_set():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                return relation.get_target(0).get_name()
    return accessible.get_name() or ""


def _find_program(name: str) -> Atspi.Accessible | None:
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(place)
        if child is not None and child.get_name() == name:
            return child
    return None

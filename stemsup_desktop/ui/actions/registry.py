"""Every action of the window with its words, its keys and where it counts. No Qt; what it does is bound elsewhere.

An action is bound to its keys by the window or by a page, or its keys are handled by a component (`handled_in`), such
as Y, N and U by the answer segments. A key that is not here is handled nowhere but in the ordinary way of a control:
arrows, Enter, Space, Esc, Tab, Home, End, Delete and Backspace.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

PAPER_PAGES = ("step-5", "step-7")
MAP_PAGES = ("step-4", "step-6")
VISIT_STEPS = tuple(f"step-{step}" for step in range(1, 8))


class Group(StrEnum):
    """The headings of the map, in its order."""

    HERE = "here"
    GO = "go"
    VISIT = "visit"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action; `title_key` is looked up in the words, `reading` is the kana of the Japanese title."""

    action_id: str
    title_key: str
    group: Group
    keys: tuple[str, ...] = ()
    """As Qt spells them; every one of them does the action."""
    shown: str = ""
    """How the keys stand in the map where that is not one after the other; " / " parts keys."""
    reading: str = ""
    pages: tuple[str, ...] = ()
    """The ids of the pages on which it counts; empty for every page."""
    handled_in: tuple[str, ...] = ()
    """The modules below `ui` that handle the keys themselves; empty where they are only bound."""
    is_listed: bool = True
    """Whether the palette offers it; moving about is for keys alone."""

    @property
    def key_hint(self) -> str:
        """The key that stands beside the action; empty if it has none."""
        return self.shown or (self.keys[0] if self.keys else "")


_GO = (
    ActionSpec("palette", "actions.palette", Group.GO, ("Ctrl+K",), is_listed=False),
    ActionSpec("search", "actions.search", Group.GO, ("Ctrl+F",), reading="このがめんでけんさく"),
    ActionSpec(
        "rail",
        "shell.keys_rail",
        Group.GO,
        tuple(f"Alt+{place}" for place in range(1, 8)),
        shown="Alt+1 … 7",
        is_listed=False,
    ),
    ActionSpec("pane.next", "actions.pane_next", Group.GO, ("F6",), is_listed=False),
    ActionSpec("pane.previous", "actions.pane_previous", Group.GO, ("Shift+F6",), is_listed=False),
    ActionSpec("back", "shell.keys_back", Group.GO, ("Esc",), is_listed=False),
)


def _screen(name: str, key: str, reading: str) -> ActionSpec:
    """Return an action of the patient screen, which takes its keys itself where it has the keyboard."""
    title, window = f"patient_screen.key_{name}", ("patient_screen.window",)
    return ActionSpec(f"screen.{name}", title, Group.VISIT, (key,), reading=reading, handled_in=window)


_VISIT = (
    ActionSpec(
        "steps",
        "shell.keys_steps",
        Group.VISIT,
        tuple(f"Ctrl+{step}" for step in range(1, 8)),
        shown="Ctrl+1 … 7",
        is_listed=False,
    ),
    ActionSpec("gate", "actions.gate", Group.VISIT, ("Alt+G",), reading="てきひはんていをひらく"),
    ActionSpec(
        "gate.opinion",
        "actions.gate_opinion",
        Group.VISIT,
        ("O",),
        shown="Alt+G, O",
        pages=VISIT_STEPS,
        handled_in=("shell.gate_panel",),
        is_listed=False,
    ),
    ActionSpec(
        "gate.why",
        "actions.gate_why",
        Group.VISIT,
        ("?",),
        pages=VISIT_STEPS,
        handled_in=("shell.finding_card",),
        is_listed=False,
    ),
    _screen("show", "F8", "かんじゃようがめんにひょうじ"),
    _screen("back", "Shift+F8", "かんじゃようがめんをもどす"),
    _screen("cover", "F9", "かんじゃようがめんをおおう"),
    ActionSpec("save", "shell.keys_save", Group.VISIT, ("Ctrl+S",), reading="いますぐほぞん"),
    ActionSpec("history", "shell.keys_history", Group.VISIT, ("Ctrl+H",), reading="かんじゃじゅしんのりれき"),
)

_WINDOW = (
    ActionSpec(
        "main", "shell.keys_main", Group.WINDOW, ("Ctrl+Return", "Ctrl+Enter"), shown="Ctrl+Enter", is_listed=False
    ),
    ActionSpec("undo", "actions.undo", Group.WINDOW, ("Ctrl+Z",), reading="もとにもどす"),
    ActionSpec("redo", "actions.redo", Group.WINDOW, ("Ctrl+Shift+Z", "Ctrl+Y"), reading="やりなおす"),
    ActionSpec("print", "shell.keys_print", Group.WINDOW, ("Ctrl+P",), reading="いんさつ"),
    ActionSpec("keys", "actions.keys", Group.WINDOW, ("F1",), reading="きーいちらん"),
    ActionSpec("keys.print", "key_list.print", Group.WINDOW, reading="すべてのきーをいんさつ"),
    ActionSpec("language", "shell.switch_language", Group.WINDOW, reading="がめんをえいごでひょうじ"),
    ActionSpec(
        "text.larger",
        "actions.text_larger",
        Group.WINDOW,
        ("Ctrl++", "Ctrl+="),
        shown="Ctrl++",
        reading="もじをおおきく",
    ),
    ActionSpec("text.smaller", "actions.text_smaller", Group.WINDOW, ("Ctrl+-",), reading="もじをちいさく"),
    ActionSpec("text.usual", "actions.text_usual", Group.WINDOW, ("Ctrl+0",), reading="もじをひょうじゅんのおおきさに"),
    ActionSpec("check", "actions.check", Group.WINDOW, reading="しょるいのしんぎをかくにん"),
    ActionSpec("patient.new", "actions.patient_new", Group.WINDOW, reading="あたらしいかんじゃをとうろく"),
    ActionSpec("lock", "shell.keys_lock", Group.WINDOW, ("Ctrl+L",), reading="ろっく"),
)


def _own(
    action_id: str,
    title_key: str,
    keys: tuple[str, ...],
    pages: tuple[str, ...],
    *handled_in: str,
    shown: str = "",
    reading: str = "",
) -> ActionSpec:
    return ActionSpec(action_id, title_key, Group.HERE, keys, shown, reading, pages, handled_in, bool(reading))


_PAGES = (
    _own("reminder.first", "events.key_first", ("Ctrl+T",), ("patients",), reading="さいしょのたいおうをひらく"),
    _own("event.new", "events.key_new", ("Ctrl+I",), ("patients",), reading="ゆうがいじしょうをきろく"),
    _own(
        "photographs",
        "photographs.key",
        ("Ctrl+G",),
        ("patients", "step-6"),
        reading="このかんじゃさんのしゃしん",
    ),
    _own(
        "answer.choose",
        "examination.key_answer",
        ("Y", "N", "U"),
        ("step-2",),
        "components.answer_segments",
        shown="Y / N / U",
    ),
    _own("question.move", "examination.key_move", ("Up", "Down"), ("step-2",), "pages.examination.page", shown="↑ / ↓"),
    _own(
        "question.next_open",
        "examination.next_unanswered",
        ("Ctrl+Down",),
        ("step-2",),
        shown="Ctrl+↓",
        reading="つぎのみかいとう",
    ),
    _own("question.only_open", "examination.unanswered_only", ("Ctrl+U",), ("step-2",), reading="みかいとうのみ"),
    _own("question.follow", "examination.key_follow_up", ("Enter",), ("step-2",), "pages.examination.page"),
    _own("question.note", "examination.key_note", ("Ctrl+M",), ("step-2",), "pages.examination.parts.question"),
    _own("topic.move", "explain.key_move", ("Up", "Down"), ("step-3",), "pages.explain.topic_list", shown="↑ / ↓"),
    _own("topic.tick", "explain.key_tick", ("Space",), ("step-3",), "pages.explain.topic_list"),
    _own("topic.open", "explain.open_full", ("Enter",), ("step-3",), "pages.explain.topic_list"),
    _own("topic.up", "actions.page_up", ("PgUp",), ("step-3", "reference")),
    _own("topic.down", "actions.page_down", ("PgDown",), ("step-3", "reference"), shown="PgDn"),
    _own("zone.move", "sites.keys_zone", ("[", "]"), MAP_PAGES, "site_map.map_board", "pages.plan.page", shown="[ / ]"),
    _own("point.walk", "sites.keys_point", (",", "."), MAP_PAGES, "site_map.canvas_keys", shown=", / ."),
    _own("point.add", "sites.keys_add", ("Enter",), MAP_PAGES, "site_map.canvas_keys"),
    _own(
        "point.move",
        "sites.keys_move",
        ("Left", "Up", "Down", "Right"),
        MAP_PAGES,
        "site_map.canvas_keys",
        shown="← ↑ ↓ →",
    ),
    _own(
        "point.move_far",
        "sites.keys_move_far",
        ("Shift+Left", "Shift+Up", "Shift+Down", "Shift+Right"),
        MAP_PAGES,
        "site_map.canvas_keys",
        shown="Shift+← ↑ ↓ →",
    ),
    _own("point.remove", "sites.keys_remove", ("Del",), MAP_PAGES, "site_map.canvas_keys"),
    _own("zone.choose", "plan.key_choose", ("Space",), ("step-4",), "site_map.canvas_keys"),
    _own(
        "paper.turn",
        "paper.key_pages",
        ("PgUp", "PgDown"),
        PAPER_PAGES,
        "components.page_preview",
        shown="PgUp / PgDn",
    ),
    _own("paper.zoom", "paper.key_zoom", ("+", "-", "0"), PAPER_PAGES, "components.page_preview", shown="+ / - / 0"),
    _own("stroke.undo", "actions.stroke_undo", ("Backspace",), ("step-5",), "components.signature_pad"),
    _own(
        "treatment.planned_lot",
        "treatment.key_lot",
        ("Alt+T",),
        ("step-6",),
        reading="よていのろっとをしよう",
    ),
    _own("trend.move", "scores.key_visits", ("Left", "Right"), ("step-7",), "components.trend_chart", shown="← / →"),
    _own("trend.line", "key_list.chart_line", ("Up", "Down"), ("step-7",), "components.trend_chart", shown="↑ / ↓"),
    _own("recall.only_left", "recall.key_left", ("Ctrl+U",), ("recall",), reading="れんらくがついていないかんじゃのみ"),
    _own(
        "recall.form",
        "recall.key_form",
        ("Ctrl+Down",),
        ("recall",),
        shown="Ctrl+↓",
        reading="いちらんかられんらくのきろくへ",
    ),
    _own("reference.results", "reference.key_list", ("Down",), ("reference",), "pages.reference.search_bar", shown="↓"),
    _own("reference.open", "reference.key_open", ("Enter",), ("reference",), "pages.reference.page_list"),
    _own("reference.back", "actions.page_back", ("Alt+Left",), ("reference",), shown="Alt+←", reading="まえのぺーじ"),
    _own(
        "reference.forward",
        "actions.page_forward",
        ("Alt+Right",),
        ("reference",),
        shown="Alt+→",
        reading="つぎのぺーじ",
    ),
    _own("document.pick", "documents.key_pick", ("Space",), ("documents",), "pages.documents.document_list"),
)

_SHEETS = (
    ActionSpec(
        "picture.zoom",
        "paper.key_zoom",
        Group.HERE,
        ("+", "-", "0"),
        shown="+ / - / 0",
        pages=("photographs",),
        handled_in=("photographs.picture_view",),
        is_listed=False,
    ),
)

_ENTRY = (ActionSpec("entry.back", "entry.back", Group.HERE, ("Esc",), pages=("entry",), is_listed=False),)

REGISTRY: tuple[ActionSpec, ...] = (*_PAGES, *_GO, *_VISIT, *_WINDOW, *_SHEETS, *_ENTRY)
"""Every action, in the order of the map."""

_BY_ID = {spec.action_id: spec for spec in REGISTRY}


def get_action(action_id: str) -> ActionSpec:
    """Return an action by its id; raises KeyError for an unknown one."""
    return _BY_ID[action_id]


def key_of(action_id: str) -> str:
    """Return the key that stands beside an action."""
    return _BY_ID[action_id].key_hint


def iter_actions(page_id: str) -> Iterator[ActionSpec]:
    """Go through the actions that count on a page, those of its own first."""
    for spec in REGISTRY:
        if page_id in spec.pages or (not spec.pages and spec.group is not Group.HERE):
            yield spec

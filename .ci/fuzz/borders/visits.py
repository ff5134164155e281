"""Consultation files: the input file of the command line, through gate and words, now and then onto paper."""

from collections.abc import Callable
from functools import cache
from random import Random

from border import NOW, Act, Border
from guard import Place
from judging import BorderFault
from mutate_bytes import damage
from mutate_json import mutate_json
from samples import list_visits, make_small_visit
from shipped import get_fonts
from traps import lay_trap

from stemsup_desktop.cli_words import describe_gate
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.content import Content, read_content
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import make_request, render_paper
from stemsup_desktop.resources import find_resources

Change = Callable[[Random, str], bytes]


@cache
def read_own_content() -> Content:
    """Return what ships, read once."""
    return read_content(find_resources())


def _make(rng: Random, place: Place, *, is_printed: bool = False) -> Act:
    path = place.folder / rng.choice(("visit.json", "visit", "診療.json", "a b\tc.json", "v\x1b[2J.json", "v\nw.json"))
    text = list_visits()[rng.randrange(len(list_visits()))] if rng.random() < 0.2 else make_small_visit()
    kind = rng.random()
    if kind < 0.62 or is_printed:
        path.write_bytes(mutate_json(rng, text))
    elif kind < 0.97:
        path.write_bytes(damage(rng, text.encode(), [one.encode() for one in list_visits()]))
    else:
        lay_trap(rng, path, place)
    language = rng.choice(tuple(Language))
    paper = rng.choice(tuple(Paper))

    def act() -> None:
        file = read_consultation_file(path, NOW.date())
        gate = read_own_content().derive_gate(file, NOW)
        if not describe_gate(gate, language):
            raise BorderFault("a gate without words")
        if is_printed:
            request = make_request(paper, file, LanguageForm(language), NOW)
            made = render_paper(paper, file, gate, read_own_content(), get_fonts(), request)
            if not made.pdf.startswith(b"%PDF-"):
                raise BorderFault("a document that is none")

    read_own_content()
    if is_printed:
        get_fonts()
    return act


def _make_printed(rng: Random, place: Place) -> Act:
    return _make(rng, place, is_printed=True)


VISITS = Border("consultation file", 5_600, _make)
PRINTED = Border("consultation file, printed", 48, _make_printed)

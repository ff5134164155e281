"""What the page of a recall shows, derived from the list and how far it is narrowed down. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.lots import recall_words as said
from stemsup_desktop.consultation.lots.recall_list import ContactState, RecallList, RecallPerson
from stemsup_desktop.consultation.lots.recall_text import PersonText, RecallFacing, derive_person
from stemsup_desktop.consultation.patient_search import fold_text
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.pages.recall.place import RecallPlace
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_STATES = {
    ContactState.NOT_YET: TagState.OPEN,
    ContactState.TRIED: TagState.CAUTION,
    ContactState.REACHED: TagState.CLEAR,
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the list."""

    key: str
    title: str
    detail: str
    state: TagState
    word: str
    spoken: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """The chosen recipient; `refusal` says why no contact can be recorded."""

    patient_id: str
    text: PersonText
    state: TagState
    letters: tuple[str, ...]
    note: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class RecallView:
    """The page. `empty` says why there is no line, `can_widen` whether a filter hides some."""

    title: str
    subtitle: str = ""
    progress: str = ""
    reached: int = 0
    count: int = 0
    lines: tuple[PersonLine, ...] = ()
    empty: str = ""
    can_widen: bool = False
    person: PersonView | None = None


@dataclass(frozen=True, slots=True)
class LoadedRecall:
    """A recall as the vault gave it, with what each patient is found by: folding a thousand names takes its time."""

    recall: RecallList
    texts: Mapping[str, str]


def load_recall(vault: Vault, lot_number: str, lot_id: str) -> LoadedRecall:
    """Return who received a lot; runs on the vault lane."""
    recall = vault.load_recall(lot_number, lot_id)
    patients = (one.patient for one in recall.people)
    texts = {one.patient_id: fold_text(f"{one.name} {one.kana} {one.romaji} {one.chart_number}") for one in patients}
    return LoadedRecall(recall, texts)


def derive_lines(loaded: LoadedRecall, place: RecallPlace, words: Words) -> tuple[PersonLine, ...]:
    """Return the lines of the recipients that fit search and filter."""
    return tuple(_make_line(one, words) for one in list_shown(loaded, place))


def derive_recall(
    recall: RecallList | None, lines: tuple[PersonLine, ...], place: RecallPlace, names: Names, words: Words
) -> RecallView:
    """Return what to show; before the list has come, its title alone."""
    if recall is None:
        return RecallView(words("recall.title_used", lot=place.lot_number) if place.lot_number else "")
    is_narrowed = bool(place.query.strip()) or place.is_only_left
    empty = ""
    if not lines:
        key = "nobody" if not recall.people else "nobody_found" if place.query.strip() else "nobody_left"
        empty = words(f"recall.{key}")
    chosen = recall.find_person(place.chosen)
    return RecallView(
        title=words(f"recall.{'title' if recall.recall is not None else 'title_used'}", lot=recall.lot_number),
        subtitle=_say_subtitle(recall, words),
        progress=words("recall.progress", reached=recall.reached, count=len(recall.people)),
        reached=recall.reached,
        count=len(recall.people),
        lines=lines,
        empty=empty,
        can_widen=bool(recall.people) and not lines and is_narrowed,
        person=None if chosen is None else _make_person(recall, chosen, names, words),
    )


def list_shown(loaded: LoadedRecall, place: RecallPlace) -> tuple[RecallPerson, ...]:
    """Return the recipients that fit search and filter."""
    people = loaded.recall.people
    if place.is_only_left:
        people = tuple(one for one in people if one.is_to_reach)
    asked = fold_text(place.query).split()
    if not asked:
        return people
    texts = loaded.texts
    return tuple(one for one in people if all(word in texts[one.patient.patient_id] for word in asked))


def _make_line(person: RecallPerson, words: Words) -> PersonLine:
    patient = person.patient
    word = (said.LOST if person.is_lost else said.STATES[person.state]).in_language(words.language)
    phone = patient.phone or words("recall.no_phone")
    return PersonLine(
        key=patient.patient_id,
        title=patient.name,
        detail=f"{patient.chart_number} · {phone}",
        state=TagState.INFORMATION if person.is_lost else _STATES[person.state],
        word=word,
        spoken=words("recall.spoken", name=patient.name, chart=patient.chart_number, state=word),
    )


def _make_person(recall: RecallList, person: RecallPerson, names: Names, words: Words) -> PersonView:
    refusal = ""
    if not recall.lot_id:
        refusal = words("recall.not_in_book" if not recall.has_several_lots else "recall.several_lots")
    return PersonView(
        patient_id=person.patient.patient_id,
        text=derive_person(person, RecallFacing(names, words.language)),
        state=TagState.INFORMATION if person.is_lost else _STATES[person.state],
        letters=person.letters,
        note=words("recall.is_lost") if person.is_lost else "",
        refusal=refusal,
    )


def _say_subtitle(recall: RecallList, words: Words) -> str:
    language = words.language
    if recall.entry is None:
        return said.NOT_IN_BOOK.in_language(language)
    product = recall.entry.product
    is_english = language.value == "en"
    first, second = (product.name_en, product.name_ja) if is_english else (product.name_ja, product.name_en)
    standing = recall.recall
    reason = said.NO_RECALL.in_language(language) if standing is None else standing.reason
    return words("recall.subtitle", product=first or second, reason=reason)

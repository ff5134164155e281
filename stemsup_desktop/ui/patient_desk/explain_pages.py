"""How step 3 is turned into pages of the patient screen: what is known of each symptom, then the other pages. No Qt."""

import msgspec

from stemsup_desktop.consultation.patient_screen.border import without_hidden
from stemsup_desktop.consultation.patient_screen.pages import (
    Column,
    ColumnKind,
    KnownScreen,
    Line,
    PictureLabel,
    Place,
    ReferenceScreen,
    ScreenPicture,
)
from stemsup_desktop.consultation.patient_screen.reading import Reading, derive_reading
from stemsup_desktop.consultation.patient_screen.topics import find_pages_to_explain
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import LawPage, Page, Symptom, page_kind
from stemsup_desktop.reference.pictures import DrawnPicture, find_pictures
from stemsup_desktop.ui.picture_views import derive_picture
from stemsup_desktop.ui.words import Words

_KINDS = (ColumnKind.REPORTED, ColumnKind.UNKNOWN, ColumnKind.HARM)
ExplainPages = KnownScreen | ReferenceScreen


def derive_explain_pages(
    consultation: Consultation,
    library: ReferenceLibrary,
    drawn: tuple[DrawnPicture, ...],
    words: Words,
    clinic: str,
    token: str,
) -> tuple[ExplainPages, ...]:
    """Return the pages to explain, in the language of `words`, which is the patient's."""
    pages = find_pages_to_explain(consultation, library)
    part = words("patient_screen.part_explain")
    return tuple(
        msgspec.structs.replace(
            _derive_page(page, library, words, clinic, token, Place(part, number, len(pages))),
            pictures=tuple(_make_picture(one, words) for one in find_pictures(drawn, page.id)),
        )
        for number, page in enumerate(pages, 1)
    )


def get_key(page: Page) -> str:
    """Return the key of a reference page on the patient screen."""
    return f"{'known' if isinstance(page, Symptom) else 'reference'}:{page.id}"


def _derive_page(
    page: Page, library: ReferenceLibrary, words: Words, clinic: str, token: str, place: Place
) -> ExplainPages:
    language = words.language
    reading = derive_reading(page, library, language)
    foot = words("patient_screen.foot_reference")
    if isinstance(page, Symptom):
        return KnownScreen(
            key=get_key(page),
            subject=token,
            clinic=clinic,
            over=words("patient_screen.over_known", symptom=reading.title),
            title=words("patient_screen.title_known"),
            columns=_make_columns(reading, is_law=False),
            badge_title=words("patient_screen.badge"),
            badge=page.badge.label.in_language(language),
            foot=foot,
            place=place,
        )
    return ReferenceScreen(
        key=get_key(page),
        subject=token,
        clinic=clinic,
        over=library.labels.kinds[page_kind(page)].in_language(language),
        title=reading.title,
        columns=_make_columns(reading, is_law=isinstance(page, LawPage)),
        summary=without_hidden(reading.summary),
        summary_note=reading.summary_note,
        foot=foot,
        place=place,
    )


def _make_picture(drawn: DrawnPicture, words: Words) -> ScreenPicture:
    view = derive_picture(drawn, words.language, says_fault=False)
    return ScreenPicture(
        id=view.picture_id,
        title=view.title,
        caption=view.caption,
        note=view.note,
        alternative=view.alternative,
        svg=without_hidden(view.svg),
        palette=tuple(view.palette.items()),
        width=view.width,
        height=view.height,
        focus=view.focus,
        labels=tuple(
            PictureLabel(one.text, one.anchor, one.mark, one.room, one.faces, one.has_leader) for one in view.labels
        ),
    )


def _make_columns(reading: Reading, *, is_law: bool) -> tuple[Column, ...]:
    return tuple(
        Column(
            ColumnKind.OTHER if is_law or index >= len(_KINDS) else _KINDS[index],
            section.title,
            tuple(Line(without_hidden(line.text), line.note) for line in section.lines),
        )
        for index, section in enumerate(reading.sections)
    )

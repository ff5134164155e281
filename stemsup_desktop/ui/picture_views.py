"""Makes of an explaining picture what the window shows, in one language. No Qt."""

from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.drawings import PALETTE
from stemsup_desktop.reference.model import ReviewStatus
from stemsup_desktop.reference.pictures import DrawnPicture
from stemsup_desktop.ui.components.picture_layout import PictureLabelView, PictureView

_NOT_REVIEWED = Text(
    "No physician has reviewed this picture and its labels yet.",
    "この図と説明文は、まだ医師による監修を受けていません。",
)


def derive_picture(drawn: DrawnPicture, language: Language, *, says_fault: bool = True) -> PictureView:
    """Derive a picture in a language; with `says_fault` its note says why the clinic's own is not shown."""
    picture = drawn.picture
    notes = [_NOT_REVIEWED] if picture.least_status in (ReviewStatus.UNREVIEWED, ReviewStatus.PROPOSAL) else []
    if says_fault and drawn.fault is not None:
        notes.append(drawn.fault)
    return PictureView(
        picture_id=picture.id,
        title=picture.title.in_language(language),
        caption=picture.caption.in_language(language),
        note=" ".join(note.in_language(language) for note in notes),
        alternative=picture.alternative.in_language(language),
        svg=drawn.drawing.svg,
        palette=PALETTE,
        width=drawn.drawing.width,
        height=drawn.drawing.height,
        focus=picture.focus,
        labels=tuple(
            PictureLabelView(
                label.text.in_language(language),
                label.anchor,
                label.mark or label.anchor,
                label.room,
                label.faces,
                label.has_leader,
            )
            for label in picture.labels
        ),
    )

"""An explaining picture on the patient screen: the same drawing and labels as elsewhere, in the screen's own type."""

from stemsup_desktop.consultation.patient_screen.pages import ScreenPicture
from stemsup_desktop.ui.components.explaining_picture import PictureFigure, PictureType
from stemsup_desktop.ui.components.picture_layout import PictureLabelView, PictureView
from stemsup_desktop.ui.theme.patient_theme import PatientTheme

_WIDEST_PX = 1100


def make_figure(theme: PatientTheme, picture: ScreenPicture) -> PictureFigure:
    """Return a picture with its title and what is said of it."""
    view = PictureView(
        picture_id=picture.id,
        title=picture.title,
        caption=picture.caption,
        note=picture.note,
        alternative=picture.alternative,
        svg=picture.svg,
        palette=dict(picture.palette),
        width=picture.width,
        height=picture.height,
        focus=picture.focus,
        labels=tuple(
            PictureLabelView(one.text, one.anchor, one.mark, one.room, one.faces, one.has_leader)
            for one in picture.labels
        ),
    )
    written = PictureType(theme.font("meta"), theme.line_height("meta"))
    return PictureFigure(theme, view, "heading", "meta", widest=theme.px(_WIDEST_PX), written=written)

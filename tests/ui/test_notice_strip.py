"""What is odd around the vault stands on the first page, in the language of the window."""

import pytest

from stemsup_desktop.language import Language
from stemsup_desktop.store.notices import Notice
from stemsup_desktop.store.problems import SENTENCES
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.notice_strip import make_notice_strip
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "notice", [Notice("clock-behind", "2027-01-02"), Notice("vault-conflict-copy", "vault (conflicted copy).db")]
)
def test_a_notice_says_what_is_wrong_and_what_it_is_about(
    theme: Theme, catalogue: Catalogue, notice: Notice, language: Language
) -> None:
    strip = make_notice_strip(notice, theme, catalogue.in_language(language))
    said = [label.accessibleName() for label in strip.findChildren(Label) if label.accessibleName()]
    assert len(said) == 1
    assert SENTENCES[notice.code].in_language(language) in said[0]
    assert notice.about in said[0]

"""How a withdrawal of consent is said, in both languages: what was taken back, and by whom."""

from collections.abc import Mapping
from types import MappingProxyType

from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.language import Text, quote

Titles = Mapping[str, Text]
"""Titles of clauses by id."""

WHOLE = Text("The whole consent", "同意の全体")
CHOICES: Titles = MappingProxyType(
    {
        "photographs": Text("Photographs for the chart", "診療記録の写真"),
        "teaching": Text("Use in teaching", "教育での利用"),
        "publication": Text("Use in talks and papers", "学会や論文での利用"),
    }
)
_ROLES: Mapping[SignerRole, Text] = MappingProxyType(
    {
        SignerRole.PATIENT: Text("{name} (patient)", "{name}（ご本人）"),
        SignerRole.GUARDIAN: Text("{name} (guardian)", "{name}（親権者・後見人）"),
    }
)


def say_part(part: str, titles: Titles) -> Text:
    """Return a clause or choice in words; a clause that the present text no longer has is quoted by its id."""
    return CHOICES.get(part) or titles.get(part) or quote(part)


def say_who(withdrawal: Withdrawal) -> Text:
    """Return who took consent back, by name and standing."""
    words, name = _ROLES[withdrawal.by_role], withdrawal.by_name
    return Text(words.en.format(name=name), words.ja.format(name=name))

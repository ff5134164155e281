"""The catalogue of what a certificate of analysis reports: items and factors, read from shipped content and checked."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import msgspec

from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.resources import find_resources

ITEMS_FILE = Path("lots", "certificate-items.json")

_GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma"})
_SEPARATORS = re.compile(r"[\s\-‐-―−ー・_./,()]+")


class ItemKind(StrEnum):
    """What an item reports: words, a number with a unit, the result of a test, a day, or yes or no."""

    TEXT = "text"
    NUMBER = "number"
    RESULT = "result"
    DATE = "date"
    YES_NO = "yes-no"


class RecordedIn(StrEnum):
    """Where an item is recorded: among the items of the certificate, or in a field of its own."""

    ITEMS = "items"
    FACTORS = "certificate.factors"
    RESEARCH_USE_ONLY = "certificate.is_research_use_only"
    LOT_NUMBER = "lot.number"
    EXPIRY = "lot.expires_on"
    TEMPERATURE = "lot.temperature"


class CertificateItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reporting item; `units` are those to choose from, empty where none is written.

    `is_required`: without it the certificate is not complete.
    """

    id: str
    name: Text
    group: Literal["cells", "process", "safety", "content", "handling"]
    kind: ItemKind
    is_required: bool
    status: Literal["proposal", "verified"]
    sources: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    recorded_in: RecordedIn = RecordedIn.ITEMS
    note: Text | None = None


class FactorAlias(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another name of a factor; one that names an isoform says which ("TGF-β1" is the form "β1")."""

    name: str
    form: str = ""


class CertificateFactor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A growth factor, cytokine or vesicle marker that may be measured.

    `is_reference`: `id` is that of a reference page. `forms` are the isoforms to choose from.
    """

    id: str
    name: Text
    is_reference: bool = False
    forms: tuple[str, ...] = ()
    aliases: tuple[FactorAlias, ...] = ()


class CertificateCatalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything that a certificate may report, in the order of display; ids and names are unique."""

    version: str
    items: tuple[CertificateItem, ...]
    factors: tuple[CertificateFactor, ...]

    def find_item(self, name: str) -> CertificateItem | None:
        """Find an item by its id or any of its names, however it is written."""
        return self._items_by_name.get(fold_name(name))

    def find_factor(self, name: str) -> tuple[CertificateFactor, str] | None:
        """Find a factor by its id or any of its names, with the form that the name says ("" if none)."""
        return self._factors_by_name.get(fold_name(name))

    @cached_property
    def entered_items(self) -> tuple[CertificateItem, ...]:
        """The items that are recorded among the items of a certificate."""
        return tuple(item for item in self.items if item.recorded_in is RecordedIn.ITEMS)

    @cached_property
    def _items_by_name(self) -> dict[str, CertificateItem]:
        return {fold_name(name): item for item in self.items for name in _name_item(item)}

    @cached_property
    def _factors_by_name(self) -> dict[str, tuple[CertificateFactor, str]]:
        return {fold_name(alias.name): (one, alias.form) for one in self.factors for alias in _name_factor(one)}


def fold_name(name: str) -> str:
    """Return a name as it is compared: width, case, hyphens, spaces and Greek letters make no difference."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_GREEK)
    return _SEPARATORS.sub("", plain)


def read_certificate_items(resources: Path) -> CertificateCatalogue:
    """Read the catalogue from a resources folder; raises `InputProblem` that names file and path of a fault."""
    path = resources / ITEMS_FILE
    catalogue = read_json(path, CertificateCatalogue)
    items = [(f"$.items[{number}]", _name_item(item)) for number, item in enumerate(catalogue.items)]
    factors = [
        (f"$.factors[{number}]", (alias.name for alias in _name_factor(one)))
        for number, one in enumerate(catalogue.factors)
    ]
    _refuse_twice(items, path.name)
    _refuse_twice(factors, path.name)
    for number, one in enumerate(catalogue.factors):
        for alias in one.aliases:
            if alias.form and alias.form not in one.forms:
                raise _fault(path.name, f"expected one of the forms for “{alias.name}”", f"$.factors[{number}].aliases")
    return catalogue


@cache
def get_shipped_items() -> CertificateCatalogue:
    """Return the catalogue that ships with the program, read once."""
    return read_certificate_items(find_resources())


def _name_item(item: CertificateItem) -> Iterator[str]:
    yield from dict.fromkeys((item.id, item.name.en, item.name.ja, *item.aliases))


def _name_factor(factor: CertificateFactor) -> Iterator[FactorAlias]:
    yield from (FactorAlias(name) for name in dict.fromkeys((factor.id, factor.name.en, factor.name.ja)))
    yield from factor.aliases


def _refuse_twice(named: Iterable[tuple[str, Iterable[str]]], file: str) -> None:
    seen: dict[str, str] = {}
    for where, names in named:
        for name in names:
            folded = fold_name(name)
            if not folded or seen.setdefault(folded, where) != where:
                raise _fault(file, f"expected “{name}” once", where)


def _fault(file: str, expected: str, where: str) -> InputProblem:
    return InputProblem("content-invalid", f"{file}: {expected} - at `{where}`.")

"""The printers of this computer and what each can do, as data. Asking the print system may take its time."""

from dataclasses import dataclass

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """One printer; `label` is what people call it."""

    name: str
    label: str
    is_usual: bool = False
    has_colour: bool = True
    prints_both_sides: bool = True


def find_printers() -> tuple[PrinterFacts, ...]:
    """Return the printers, the usual one first; not for the GUI thread."""
    found = [_read_facts(info) for info in QPrinterInfo.availablePrinters() if not info.isNull()]
    return tuple(sorted(found, key=lambda facts: (not facts.is_usual, facts.label.casefold())))


def _read_facts(info: QPrinterInfo) -> PrinterFacts:
    sides = set(info.supportedDuplexModes())
    return PrinterFacts(
        name=info.printerName(),
        label=info.description() or info.printerName(),
        is_usual=info.isDefault(),
        has_colour=QPrinter.ColorMode.Color in info.supportedColorModes(),
        prints_both_sides=bool(sides - {QPrinter.DuplexMode.DuplexNone}),
    )

"""What a scanned code means for the lot book: which lot it is, whether it may be used, and what to do."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.lots.lot_model import LotEntry, LotProduct, Vial, VialFate
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.lots.scans import ScannedCode
from stemsup_desktop.language import Language, Text


class ScanKind(StrEnum):
    """How a scanned code stands to the lot book, the gravest first."""

    RECALLED = "recalled"
    EXPIRED = "expired"
    EXPIRY_DIFFERS = "expiry-differs"
    SERIAL_USED = "serial-used"
    SEVERAL_LOTS = "several-lots"
    PRODUCT_DIFFERS = "product-differs"
    PRODUCT_UNKNOWN = "product-unknown"
    LOT_UNKNOWN = "lot-unknown"
    LOT_NOT_SAID = "lot-not-said"
    FOUND = "found"


class ScanFinding(msgspec.Struct, frozen=True):
    """One thing that a code means, and a sentence that says what to do."""

    kind: ScanKind
    sentence: Text


class ScanMatch(msgspec.Struct, frozen=True):
    """A code against the lot book.

    `entry` is the one lot that the code names, `product` its product or the one whose code it carries; None if the lot
    book has none, or several. `findings` are never empty, the gravest first.
    """

    code: ScannedCode
    findings: tuple[ScanFinding, ...]
    entry: LotEntry | None = None
    product: LotProduct | None = None

    @property
    def kind(self) -> ScanKind:
        """The gravest that holds."""
        return self.findings[0].kind

    @property
    def sentence(self) -> Text:
        """The gravest in words."""
        return self.findings[0].sentence

    @property
    def is_usable(self) -> bool:
        """Say whether the lot is in the book and nothing is known against this vial; the gate still judges the lot."""
        return self.kind is ScanKind.FOUND


def match_scan(
    code: ScannedCode,
    entries: tuple[LotEntry, ...],
    *,
    today: date,
    products: tuple[LotProduct, ...] = (),
    vials: tuple[Vial, ...] = (),
    consultation_id: str = "",
) -> ScanMatch:
    """Find what a code names.

    `entries` and `products` are the lot book, `vials` those whose fate is known. A vial that was taken for the visit
    `consultation_id` itself is not refused there.
    """
    product = _find_product(code, entries, products)
    named = tuple(_find_lots(code, entries))
    lots = tuple(entry for entry in named if product is None or entry.product.product_id == product.product_id)
    if code.gtin and product is None:
        return _make_match(code, _describe_unknown_product(code, named, today))
    if len(lots) == 1:
        entry = lots[0]
        findings = tuple(_judge_lot(code, entry, today, vials, consultation_id))
        return _make_match(code, findings or (_say_found(entry),), entry, entry.product)
    if len(lots) > 1:
        return _make_match(code, (_say_several(code),), None, product)
    if product is not None and not code.lot_number:
        return _make_match(code, (*_say_own_expiry(code, today), _say_no_lot(product)), None, product)
    return _make_match(code, (*_say_own_expiry(code, today), _say_unknown_lot(code, named)), None, product)


def _make_match(
    code: ScannedCode,
    findings: Iterable[ScanFinding],
    entry: LotEntry | None = None,
    product: LotProduct | None = None,
) -> ScanMatch:
    order = tuple(ScanKind)
    return ScanMatch(code, tuple(sorted(findings, key=lambda one: order.index(one.kind))), entry, product)


def _find_product(
    code: ScannedCode, entries: tuple[LotEntry, ...], products: tuple[LotProduct, ...]
) -> LotProduct | None:
    if not code.gtin:
        return None
    known = (*products, *(entry.product for entry in entries))
    return next((one for one in known if code.gtin in {gtin.zfill(14) for gtin in one.gtins}), None)


def _find_lots(code: ScannedCode, entries: tuple[LotEntry, ...]) -> Iterator[LotEntry]:
    """Find the lots of a number, as it is written exactly if there is one, else however it is written."""
    if not code.lot_number:
        return
    exact = tuple(entry for entry in entries if entry.lot.number.strip() == code.lot_number)
    yield from exact or (
        entry for entry in entries if fold_lot_number(entry.lot.number) == fold_lot_number(code.lot_number)
    )


def _judge_lot(
    code: ScannedCode, entry: LotEntry, today: date, vials: tuple[Vial, ...], consultation_id: str
) -> Iterator[ScanFinding]:
    lot, name = entry.lot, _quote_lot(entry.lot.number)
    if lot.is_recalled:
        yield ScanFinding(
            ScanKind.RECALLED,
            Text(
                f"Lot {name.en} was recalled. Do not use this vial; set it apart and choose another lot.",
                f"ロット{name.ja}は回収の対象です。このバイアルは使わずに取り分け、別のロットを選んでください。",
            ),
        )
    ends = tuple(day for day in (lot.expires_on, code.expires_on) if day is not None)
    if ends and min(ends) < today:
        yield _say_expired(name, min(ends))
    if lot.expires_on is not None and code.expires_on is not None and lot.expires_on != code.expires_on:
        yield _say_expiry_differs(name, code.expires_on, lot.expires_on)
    for vial in vials:
        is_own = vial.fate is VialFate.USED and bool(consultation_id) and vial.consultation_id == consultation_id
        if code.serial and (vial.lot_id, vial.vial) == (lot.lot_id, code.serial) and not is_own:
            yield _say_used(code.serial, vial.fate)


def _describe_unknown_product(code: ScannedCode, named: tuple[LotEntry, ...], today: date) -> Iterator[ScanFinding]:
    yield from _say_own_expiry(code, today)
    if named:
        yield ScanFinding(
            ScanKind.PRODUCT_DIFFERS,
            Text(
                f"The lot book has lot {code.lot_number}, but of a product without the code {code.gtin}. "
                "Compare the label; if it is the same product, add the code to it.",
                f"ロット{code.lot_number}は台帳にありますが、その製品に商品コード{code.gtin}は登録されていません。"
                "ラベルを確認し、同じ製品であれば商品コードを追加してください。",
            ),
        )
        return
    yield ScanFinding(
        ScanKind.PRODUCT_UNKNOWN,
        Text(
            f"No product of the lot book has the code {code.gtin}. Enter the product and its lot before use.",
            f"商品コード{code.gtin}の製品は台帳にありません。使用する前に、製品とロットを登録してください。",
        ),
    )


def _say_unknown_lot(code: ScannedCode, named: tuple[LotEntry, ...]) -> ScanFinding:
    other = (
        (" Another product has a lot of this number.", "同じ番号のロットが別の製品にあります。") if named else ("", "")
    )
    return ScanFinding(
        ScanKind.LOT_UNKNOWN,
        Text(
            f"Lot {code.lot_number} is not in the lot book. Enter it with its certificate before use.{other[0]}",
            f"ロット{code.lot_number}は台帳にありません。使用する前に、試験成績書とともに登録してください。{other[1]}",
        ),
    )


def _say_no_lot(product: LotProduct) -> ScanFinding:
    return ScanFinding(
        ScanKind.LOT_NOT_SAID,
        Text(
            f"The code names {_name(product, Language.EN)} but no lot. "
            "Scan the code on the vial, or choose the lot by hand.",
            f"{_name(product, Language.JA)}のコードですが、ロット番号が含まれていません。"
            "バイアルのコードを読み取るか、ロットを手で選んでください。",
        ),
    )


def _say_found(entry: LotEntry) -> ScanFinding:
    name = _quote_lot(entry.lot.number)
    return ScanFinding(
        ScanKind.FOUND,
        Text(
            f"Lot {name.en} of {_name(entry.product, Language.EN)} is in the lot book.",
            f"{_name(entry.product, Language.JA)}のロット{name.ja}は台帳にあります。",
        ),
    )


def _say_several(code: ScannedCode) -> ScanFinding:
    return ScanFinding(
        ScanKind.SEVERAL_LOTS,
        Text(
            f"The lot book has more than one lot {code.lot_number}. Choose the right one by hand.",
            f"ロット{code.lot_number}は台帳に2つ以上あります。正しいものを手で選んでください。",
        ),
    )


def _say_own_expiry(code: ScannedCode, today: date) -> Iterator[ScanFinding]:
    if code.expires_on is not None and code.expires_on < today:
        yield _say_expired(_quote_lot(code.lot_number), code.expires_on)


def _say_expired(lot: Text, day: date) -> ScanFinding:
    return ScanFinding(
        ScanKind.EXPIRED,
        Text(
            f"Lot {lot.en} expired on {format_date(day, Language.EN)}. Do not use this vial; choose another lot.",
            f"ロット{lot.ja}の使用期限は{format_date(day, Language.JA)}で切れています。"
            "このバイアルは使わず、別のロットを選んでください。",
        ),
    )


def _say_expiry_differs(lot: Text, of_code: date, of_book: date) -> ScanFinding:
    return ScanFinding(
        ScanKind.EXPIRY_DIFFERS,
        Text(
            f"The code says {format_date(of_code, Language.EN)} for the expiry of lot {lot.en}, the lot book "
            f"{format_date(of_book, Language.EN)}. Read the label, then correct the lot book or set the vial apart.",
            f"ロット{lot.ja}の使用期限が、コードでは{format_date(of_code, Language.JA)}、"
            f"台帳では{format_date(of_book, Language.JA)}です。"
            "ラベルを確認し、台帳を訂正するか、このバイアルを取り分けてください。",
        ),
    )


def _say_used(serial: str, fate: VialFate) -> ScanFinding:
    english, japanese = ("used in another session", "別の回で使用") if fate is VialFate.USED else ("discarded", "廃棄")
    return ScanFinding(
        ScanKind.SERIAL_USED,
        Text(
            f"Vial {serial} was already {english}. Take another vial.",
            f"バイアル{serial}はすでに{japanese}されています。別のバイアルを使ってください。",
        ),
    )


def _quote_lot(number: str) -> Text:
    return Text(number or "without a number", number or "（番号なし）")


def _name(product: LotProduct, language: Language) -> str:
    names = (product.name_en, product.name_ja) if language is Language.EN else (product.name_ja, product.name_en)
    return next((name for name in names if name.strip()), "-")

"""Where a file differs from what was sealed: which pages, attached files and descriptions, as far as can be known."""

import hashlib
import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from stemsup_desktop.language import Text

MOST_LINES = 12
UNREADABLE_PDF = (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What pikepdf raises of a file that is damaged, or made to look so."""

METADATA_CHANGED = Text(
    "The description of the file (metadata) was changed.", "ファイルの説明（メタデータ）が変更されています。"
)
FORM_CHANGED = Text(
    "A form field or a signature was changed or added.", "フォームの項目または署名が変更・追加されています。"
)
_DEEPEST = 150
_MOST_INFLATED = 100_000_000
_UPWARDS = frozenset({"/Parent", "/P", "/StructParent", "/StructParents", "/Pg", "/Annots", "/Prev"})
_OWN_LINES = frozenset(
    {"/Pages", "/Metadata", "/AcroForm", "/AF", "/Names", "/StructTreeRoot", "/Extensions", "/DSS", "/Perms"}
)
"""Parts of the catalogue that have lines of their own, or say nothing that anybody sees."""


def find_differences(before: bytes, after: bytes) -> tuple[Text, ...]:
    """Return what of a sealed file is different in another one, in words; nothing where no difference can be seen."""
    try:
        with pikepdf.open(io.BytesIO(before)) as old:
            try:
                with pikepdf.open(io.BytesIO(after)) as new:
                    return tuple(_cut(list(_compare(old, new))))
            except UNREADABLE_PDF:
                return (Text("The file can no longer be read as a PDF.", "PDFとして読み取れなくなっています。"),)
    except UNREADABLE_PDF:
        return ()


def find_damage(pdf: bytes) -> tuple[Text, ...]:
    """Return what in a file is damaged in itself: pages and attached files whose bytes contradict each other."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return tuple(_cut(list(_list_damage(opened))))
    except UNREADABLE_PDF:
        return (Text("The file can no longer be read as a PDF.", "PDFとして読み取れなくなっています。"),)


def say_bytes(before: bytes, after: bytes) -> Text:
    """Say from which to which byte two files differ."""
    shorter = min(len(before), len(after))
    first = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    if first == len(before):
        added = len(after) - len(before)
        return Text(
            f"{added:,} bytes were added after the end of what was sealed.",
            f"封印された内容の後ろに{added:,}バイトが追加されています。",
        )
    if first == len(after):
        lost = len(before) - len(after)
        return Text(f"The last {lost:,} bytes are missing.", f"末尾の{lost:,}バイトが失われています。")
    if len(before) == len(after):
        last = next(at for at in range(shorter - 1, -1, -1) if before[at] != after[at])
        if first == last:
            return Text(f"Byte {first + 1:,} is different.", f"{first + 1:,}バイト目が異なります。")
        return Text(
            f"Bytes {first + 1:,} to {last + 1:,} are different.",
            f"{first + 1:,}バイト目から{last + 1:,}バイト目までの間が異なります。",
        )
    return Text(f"Everything from byte {first + 1:,} on is different.", f"{first + 1:,}バイト目以降が異なります。")


def _cut(lines: list[Text]) -> Iterator[Text]:
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES
        yield Text(f"And {more} more differences.", f"ほかに{more}か所の違いがあります。")


def _compare(old: pikepdf.Pdf, new: pikepdf.Pdf) -> Iterator[Text]:
    yield from _compare_pages(old, new)
    yield from _compare_files(old, new)
    names = (
        ("Metadata", METADATA_CHANGED),
        ("AcroForm", FORM_CHANGED),
        ("StructTreeRoot", Text("What screen readers read was changed.", "読み上げ用の構造が変更されています。")),
        ("DSS", Text("Material for checking the seal was added.", "封印の検証用データが追加されています。")),
    )
    olds, news = _Hasher(), _Hasher()
    for name, words in names:
        if olds.hash(old.Root.get(f"/{name}")) != news.hash(new.Root.get(f"/{name}")):
            yield words
    if olds.hash(old.trailer.get("/Info")) != news.hash(new.trailer.get("/Info")):
        yield Text(
            "Title, author or dates in the file's properties were changed.",
            "ファイルのプロパティ（題名・作成者・日時など）が変更されています。",
        )
    others = sorted({*old.Root.keys(), *new.Root.keys()} - _OWN_LINES - {"/Type"})
    changed = [key for key in others if olds.hash(old.Root.get(key)) != news.hash(new.Root.get(key))]
    if changed:
        keys = ", ".join(key.lstrip("/")[:40] for key in changed[:6])
        yield Text(
            f"Parts of the document's catalogue were changed: {keys}.", f"文書のカタログが変更されています（{keys}）。"
        )


def _compare_pages(old: pikepdf.Pdf, new: pikepdf.Pdf) -> Iterator[Text]:
    before, after = len(old.pages), len(new.pages)
    if after > before:
        added = after - before
        yield Text(
            f"{added} page{' was' if added == 1 else 's were'} added: there are {after}, and {before} were sealed.",
            f"ページが{added}枚追加されています（封印時{before}枚、現在{after}枚）。",
        )
    elif after < before:
        lost = before - after
        yield Text(
            f"{lost} page{' is' if lost == 1 else 's are'} missing: there are {after}, and {before} were sealed.",
            f"ページが{lost}枚失われています（封印時{before}枚、現在{after}枚）。",
        )
    olds, news = _Hasher(), _Hasher()
    for number, (one, other) in enumerate(zip(old.pages, new.pages, strict=False), 1):
        if olds.hash_page(one.obj) != news.hash_page(other.obj):
            yield Text(f"Page {number} was changed.", f"{number}ページの内容が変更されています。")
        if olds.hash(one.obj.get("/Annots")) != news.hash(other.obj.get("/Annots")):
            yield Text(
                f"On page {number} a note, field or other mark laid over the page was changed or added.",
                f"{number}ページの上に重ねられた注釈や入力欄が変更・追加されています。",
            )


def _compare_files(old: pikepdf.Pdf, new: pikepdf.Pdf) -> Iterator[Text]:
    before, after = _read_files(old), _read_files(new)
    for name in sorted({*before, *after}):
        shown = _show_name(name)
        if name not in after:
            yield Text(f"The attached file “{shown}” is missing.", f"添付ファイル「{shown}」が失われています。")
        elif name not in before:
            yield Text(f"A file “{shown}” was attached.", f"添付ファイル「{shown}」が追加されています。")
        elif before[name] != after[name]:
            yield Text(f"The attached file “{shown}” was changed.", f"添付ファイル「{shown}」が変更されています。")


def _read_files(pdf: pikepdf.Pdf) -> dict[str, bytes]:
    """Return a hash of every attached file by name, with all that is said of it."""
    hasher = _Hasher()
    return {name: hasher.hash(spec.obj) for name, spec in pdf.attachments.items()}


def _list_damage(pdf: pikepdf.Pdf) -> Iterator[Text]:
    for number, page in enumerate(pdf.pages, 1):
        if not _can_read_page(page):
            yield Text(f"Page {number} is damaged.", f"{number}ページが壊れています。")
    for name, spec in pdf.attachments.items():
        if not all(_can_inflate(one) for one in spec.obj.EF.values()):
            shown = _show_name(name)
            yield Text(f"The attached file “{shown}” is damaged.", f"添付ファイル「{shown}」が壊れています。")


def _can_read_page(page: pikepdf.Page) -> bool:
    contents = page.obj.get("/Contents", pikepdf.Array())
    drawn = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    return all(_can_inflate(one) for one in (*drawn, *resources.get("/XObject", pikepdf.Dictionary()).values()))


def _can_inflate(stream: Any) -> bool:
    """Tell whether a compressed stream is what was compressed: a checksum lies at its end (RFC 1950)."""
    if not isinstance(stream, pikepdf.Stream) or stream.get("/Filter") != "/FlateDecode":
        return True
    inflating = zlib.decompressobj()
    try:
        inflating.decompress(stream.read_raw_bytes(), _MOST_INFLATED)
    except zlib.error:
        return False
    return inflating.eof or bool(inflating.unconsumed_tail)


def _show_name(name: str) -> str:
    return "".join(one if one.isprintable() else "\ufffd" for one in name)[:80]


class _Hasher:
    """Makes one hash of an object with all that hangs below it; what was seen in one file is not walked twice."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}

    def hash_page(self, page: Any) -> bytes:
        """Return the hash of a page without what is laid over it, with what it inherits."""
        parts = [self.hash(page.get(key)) for key in sorted(page.keys()) if key not in _UPWARDS]
        return _join(b"page", parts)

    def hash(self, value: Any, depth: int = 0) -> bytes:
        """Return the hash of an object; links upwards are left out."""
        if depth > _DEEPEST:
            return b"deep"
        if not isinstance(value, pikepdf.Object):
            return _join(b"plain", [repr(value).encode()])
        place = value.objgen if value.is_indirect else (0, 0)
        if place in self._known and place != (0, 0):
            return self._known[place]
        if place != (0, 0):
            self._known[place] = b"seen"
        made = self._walk(value, depth)
        if place != (0, 0):
            self._known[place] = made
        return made

    def _walk(self, value: Any, depth: int) -> bytes:
        match value:
            case pikepdf.Array():
                return _join(b"array", [self.hash(one, depth + 1) for one in value])
            case pikepdf.Dictionary() | pikepdf.Stream():
                keys = [key for key in sorted(value.keys()) if key not in _UPWARDS and key != "/Length"]
                parts = [part for key in keys for part in (key.encode(), self.hash(value.get(key), depth + 1))]
                if isinstance(value, pikepdf.Stream):
                    parts.append(value.read_raw_bytes())
                return _join(b"stream" if isinstance(value, pikepdf.Stream) else b"dictionary", parts)
            case _:
                return _join(b"plain", [value.unparse(resolved=True)])


def _join(kind: bytes, parts: list[bytes]) -> bytes:
    digest = hashlib.sha256(kind)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()

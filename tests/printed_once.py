"""What was printed is not printed again in a process: the same request gives the same bytes (tests/documents says so).

For tests of what is done with a document; those of the documents themselves print each anew.
"""

import hashlib
from collections import OrderedDict

import msgspec

from stemsup_desktop import paperwork
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.paper_kinds import Paper

MOST_CONTENTS = 3
"""Documents are remembered of so many contents, those used last: each is held whole with all that it was read from."""
MOST = 100
"""So many documents of each are remembered, those asked for last."""

_Documents = OrderedDict[bytes, RenderedDocument]


class PrintedOnce:
    """Stands where `render_paper` stands; content is known by its parts, which stay alive as long as what they gave."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, ...], tuple[_Documents, tuple[object, ...]]] = OrderedDict()

    def __call__(
        self,
        paper: Paper,
        file: ConsultationFile,
        gate: Gate,
        content: Content,
        fonts: FontFolder,
        request: DocumentRequest,
    ) -> RenderedDocument:
        """Return one document as `render_paper` does, and raise what it raises."""
        documents = self._list_documents((*(getattr(content, name) for name in Content.__slots__), fonts))
        key = hashlib.sha256(msgspec.json.encode((paper, file, gate, request))).digest()
        if key in documents:
            documents.move_to_end(key)
            return documents[key]
        made = documents[key] = paperwork.render_paper(paper, file, gate, content, fonts, request)
        if len(documents) > MOST:
            documents.popitem(last=False)
        return made

    def _list_documents(self, parts: tuple[object, ...]) -> _Documents:
        """Return what is remembered of a content, and forget the one that was used least."""
        key = tuple(map(id, parts))
        documents, _ = self._kept.setdefault(key, (OrderedDict(), parts))
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_CONTENTS:
            self._kept.popitem(last=False)
        return documents

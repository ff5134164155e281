"""What was printed is not printed again in a process: the same request gives the same bytes (tests/documents says so).

For tests of what is done with a document; those of the documents themselves print each anew.
"""

from collections import OrderedDict
from typing import Any

import msgspec

from stemsup_desktop import paperwork
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.paper_kinds import Paper

MOST = 200
"""So many documents are remembered, those asked for last."""


class PrintedOnce:
    """Stands where `render_paper` stands; content is known by its parts, which stay alive as long as what they gave."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], tuple[RenderedDocument, tuple[object, ...]]] = OrderedDict()

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
        parts = (*(getattr(content, name) for name in Content.__slots__), fonts)
        key = (msgspec.json.encode((paper, file, gate, request)), *map(id, parts))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][0]
        made = paperwork.render_paper(paper, file, gate, content, fonts, request)
        self._kept[key] = made, parts
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return made

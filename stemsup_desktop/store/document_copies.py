"""Documents as they are handed out: the sealed file where there is one, checked against what was saved."""

import hashlib

from sqlite_utils import Database

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.document_shelf import get_document_entry, load_document
from stemsup_desktop.store.entries import DocumentCopy
from stemsup_desktop.store.seal_shelf import find_seal, load_sealed

_DAMAGED = "document-damaged"


def load_copy(db: Database, number: str) -> DocumentCopy:
    """Return a document as it is handed out; raises document-unknown, document-damaged."""
    record, pdf = load_document(db, number)
    is_sealed = find_seal(db, number) is not None
    if is_sealed:
        pdf = load_sealed(db, number)
    entry = get_document_entry(db, number)
    return DocumentCopy(entry, pdf, hashlib.sha256(pdf).hexdigest(), is_sealed, record.snapshot)


def is_changed(db: Database, number: str) -> bool:
    """Tell whether the bytes of a document are no longer what was saved; raises `InputProblem` document-unknown."""
    try:
        load_copy(db, number)
    except EnvironmentProblem as problem:
        if problem.code != _DAMAGED:
            raise
        return True
    return False

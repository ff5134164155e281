"""The borders in the order of the table. A new place where bytes come in gets its module beside and its line here."""

from canaries import CANARIES

from borders.archives import ARCHIVES
from borders.checklists import CHECKLISTS, EXPRESSIONS, RESPONSES
from borders.commands import COMMANDS, PROCESSES
from borders.lots import CERTIFICATE_FILES, CERTIFICATES, LOT_CODES
from borders.packs import PACKS, RULES
from borders.papers import PAPERS
from borders.photographs import PHOTOGRAPHS
from borders.pictures import PICTURES
from borders.sealed_files import CODES, FORMS, PKCS12, RECORDS, SCANS, SEALED
from borders.vault_files import KEPT, KEY_FILES, OPENINGS, PREFERENCES
from borders.visits import PRINTED, VISITS

BORDERS = (
    *(VISITS, PRINTED, CHECKLISTS, RESPONSES, EXPRESSIONS, PACKS, RULES, PICTURES, PHOTOGRAPHS, PAPERS),
    *(LOT_CODES, CERTIFICATES, CERTIFICATE_FILES),
    *(SCANS, SEALED, CODES, PKCS12, FORMS, RECORDS),
    *(ARCHIVES, KEY_FILES, OPENINGS, PREFERENCES, KEPT, COMMANDS, PROCESSES),
)
BY_NAME = {border.name: border for border in (*BORDERS, CANARIES)}

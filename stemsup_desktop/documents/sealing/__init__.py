"""Seals on documents: the clinic's certificate, PAdES signatures, and whether a file is still what was sealed."""

import logging

for _library in ("pyhanko", "pyhanko_certvalidator"):
    # What these say of a file, with its objects in the traceback, may hold what stands in a chart.
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)

"""The walk that asks every control and reads every text; `python -m tests.said`."""

BEGINS, FAULT = "== ", "    "
"""How the lines begin that say which kind is walked now, and what is wrong."""

"""The walk that asks every control and reads every text; `python -m tests.said`."""

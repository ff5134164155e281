"""Adverse events, contacts and reminders in the window: what several pages show of them."""

"""Signed pages that come back: reads files into pages, finds their codes, and matches them with their document."""

"""The frame round the pages: rail, banner, steps, gate; it knows no page, only their base."""

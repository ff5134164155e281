"""The physician's side of the patient screen: what it shows next, what was done there, and the strip that says so."""

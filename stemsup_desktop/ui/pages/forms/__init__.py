"""The page of the consent form: its text under version, edited, compared and published by an administrator."""

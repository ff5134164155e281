"""Step 5: the consent form, printed, and how it was signed in ink or declined."""

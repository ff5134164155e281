"""Step 2: the examination checklist."""

"""Step 3 in the window: what this patient is told, and what was explained."""

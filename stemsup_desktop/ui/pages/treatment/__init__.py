"""Step 6: what was really done."""

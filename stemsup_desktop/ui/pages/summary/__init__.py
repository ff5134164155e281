"""Step 7: what the patient takes home, and the end of the visit."""

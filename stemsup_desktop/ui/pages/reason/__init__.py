"""Step 1: why the patient comes."""

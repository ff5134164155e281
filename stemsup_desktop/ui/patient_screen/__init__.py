"""The window for the patient: it shows finished pages and reports what was done on them, and knows nothing else."""

"""The page of a recall: who received a lot, and who was told."""

"""Products, lots, certificates of analysis, scans of their codes, and recalls."""

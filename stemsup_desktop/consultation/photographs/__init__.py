"""Photographs of a patient: whether they may be kept, what a clean file is, how they are listed and measured. Pure."""

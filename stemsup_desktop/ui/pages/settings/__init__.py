"""Clinic, physician, language and look of the window, and what this program consists of."""

"""Adverse events, call-backs and contacts with patients."""

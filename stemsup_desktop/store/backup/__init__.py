"""Backups of the vault: written while the program runs, tested by restoring, rotated, and put back."""

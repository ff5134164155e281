"""Photographs in the window: taken in, listed by day, looked at side by side, removed; of the open patient alone."""

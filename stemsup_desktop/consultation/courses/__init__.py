"""Courses: the sessions that were planned, and what became of each."""

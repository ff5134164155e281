"""The reference in the window: search, lists, pages, sources."""

"""The palette: finds patients, pages, actions, settings and reference entries as one types."""

"""Everything one can do by a key: one registry that keys, the map of F1 and the palette are made from."""

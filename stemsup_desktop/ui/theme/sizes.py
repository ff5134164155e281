"""The spaces of the design by name, in logical px: what parts two things in a layout. No page has one of its own.

They are those of `resources/tokens.json`; a test holds the two together. What goes with the size of text, such as the
height of a control, is not here: `Theme.grown` gives it.
"""

HAIR = 1
"""The thickness of a line, inside the grid."""
TIGHT = 2
"""Half a step, inside one small part such as a tag."""
XXS = 4
XS = 8
S = 12
M = 16
L = 20
XL = 24
XXL = 28
XXXL = 32
WIDE = 40
WIDER = 48
WIDEST = 56
FIELD = S - HAIR
"""Inside the outline of a field: with it the text stands on the grid."""

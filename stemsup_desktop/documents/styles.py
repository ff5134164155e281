"""The sizes, colours and measures of every printed page; points unless a name says otherwise."""

from dataclasses import replace

from stemsup_desktop.documents.fonts import Face
from stemsup_desktop.documents.lines import Style

MM = 72 / 25.4

PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP = 17 * MM, 16 * MM, 12 * MM
FOOT_RULE = 24 * MM
"""The height of the foot rule above the lower edge."""
WIDTH = PAGE_WIDTH - LEFT - RIGHT
BODY_TOP = PAGE_HEIGHT - 21 * MM
BODY_BOTTOM = FOOT_RULE + 4 * MM
DRAFT_BAND = 8.5 * MM
"""What the band of a draft takes from the top of each page."""

RGB = tuple[float, float, float]
BLACK: RGB = (0.07, 0.07, 0.07)
ACCENT: RGB = (0x0F / 255, 0x55 / 255, 0x60 / 255)
GREY: RGB = (0.30, 0.33, 0.34)
HAIR: RGB = (0.72, 0.75, 0.75)

BODY = Style(10.5, 16.5)
STRONG = replace(BODY, face=Face.BOLD)
TITLE = Style(21, 27, Face.BOLD)
SUBTITLE = Style(11.5, 17, colour=GREY)
HEADING = Style(11.5, 17, Face.BOLD, ACCENT)
HEADING_NOTE = Style(8.5, 17, colour=GREY)
CLAUSE_TITLE = Style(10.5, 16.5, Face.MEDIUM)
TABLE = Style(9.8, 14.4)
TABLE_STRONG = replace(TABLE, face=Face.BOLD)
FACING = Style(9.5, 14.5)
FACING_STRONG = replace(FACING, face=Face.BOLD)
"""Text in one of two columns that face each other, and in the tables that hold both languages."""
LABEL = Style(8, 11, colour=GREY)
LABEL_STRONG = replace(LABEL, face=Face.BOLD, colour=BLACK)
NOTE = Style(9, 13.5, colour=GREY)
CLINIC = Style(9, 12, Face.BOLD)
RINGED = Style(8, 10, Face.BOLD, ACCENT)
PAGE_NUMBER = Style(12, 15, Face.BOLD)
DRAFT = Style(11, 14, Face.BOLD)

RULE_HAIR, RULE_THIN, RULE_FRAME, RULE_TITLE = 0.5, 0.7, 0.4 * MM, 2.2
BOX = 9.5
"""The side of a check box."""
HAND_HEIGHT = 8 * MM
"""What a hand needs from one line to the next."""
INITIALS_WIDTH, INITIALS_HEIGHT = 25.5 * MM, 10.5 * MM
MARK = Style(7, 11, Face.BOLD)
MARGIN = 12 * MM
"""What of the left margin holds the mark of a clause that is new or reworded; printers leave out the outermost 5 mm."""
QR_SIDE = 13 * MM

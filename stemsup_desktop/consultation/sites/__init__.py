"""The site map: its drawings, the points on them, and what they add up to."""

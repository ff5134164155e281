"""What the patient screen may show: finished pages, the border that they pass, and how a visit becomes pages."""

"""Scores and measures of one patient over visits: what is charted, listed and said of them. Nothing here predicts."""

"""Documents on paper: renders frozen snapshots to PDF. Alone knows ReportLab and segno; import its modules late."""

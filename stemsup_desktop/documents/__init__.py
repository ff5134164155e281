"""Printed documents as PDF; alone knows ReportLab and pikepdf."""

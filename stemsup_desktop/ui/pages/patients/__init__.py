"""Patients: found as one types, added and edited in place, with their earlier consultations."""

"""The history of a patient, a visit or the whole house, in plain words."""

"""FHIR R4 Questionnaire: read, enable, answer, validate. Pure."""

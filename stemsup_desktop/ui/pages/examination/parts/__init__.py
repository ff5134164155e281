"""The parts that the checklist is put together from: questions, groups, tables and texts."""

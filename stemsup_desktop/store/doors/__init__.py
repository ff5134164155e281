"""The parts of the open vault, each with what one kind of record needs."""

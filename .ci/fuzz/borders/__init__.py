"""Every border of the program, each with a maker of bad input and a call of the real entry point."""

"""The commands of `stemsup` that work on the vault, one module for each matter."""

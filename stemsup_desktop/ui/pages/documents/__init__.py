"""Documents that the vault keeps: listed, shown, printed, saved."""

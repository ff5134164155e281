"""The way in: unlocking the vault, and setting it up on the first run."""

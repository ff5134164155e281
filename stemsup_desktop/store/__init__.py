"""The vault: the one encrypted file with everything a clinic recorded. Alone knows sqlite-utils and SQLCipher."""

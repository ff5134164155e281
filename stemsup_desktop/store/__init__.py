"""The vault; alone knows sqlite-utils and SQLCipher."""

"""The drawing of scalp and face on which sites are chosen."""

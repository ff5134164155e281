"""What several pages show of the lot book: how a lot stands, its words, its certificate."""

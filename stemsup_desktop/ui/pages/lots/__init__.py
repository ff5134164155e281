"""Products and lots: the clinic's lot book, with certificates, vials, files and recalls."""

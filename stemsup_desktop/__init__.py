"""Offline consultation aid for physicians who offer stem cell culture supernatant therapy."""

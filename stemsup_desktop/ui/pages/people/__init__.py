"""Who may open the records: one's own passphrase for everyone, accounts and the recovery sheet for administrators."""

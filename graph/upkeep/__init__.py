"""Looking after the store: check it, copy it to a file and back, bring an old one up to date."""

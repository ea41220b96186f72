"""Looking after the store: checking it, copying it into a file and back, bringing an old one up to date."""

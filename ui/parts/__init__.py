"""One group of widgets each; every one is drawn by one function."""

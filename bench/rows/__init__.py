"""One file a piece of work; each gives its rows."""

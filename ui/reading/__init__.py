"""A plan opened at one place: where, its outline, its text with the quote marked, its citation."""

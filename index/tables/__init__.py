"""Tables: rows, headers, groups and captions as a reader sees them."""

"""A file becomes a searchable plan: text, metadata, outline, tables, assignments, passages, stores."""

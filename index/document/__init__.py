"""A document's text: cleaning, layout, letterhead, outline, parts, pages, references."""

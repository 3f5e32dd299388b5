"""What a question is made of: its cues, plans, places, units, documents and words, however they are typed."""

"""Optional: a language model phrases an answer, each sentence checked against its evidence."""

"""A question becomes a cited answer: understanding, evidence, answer, grounding."""

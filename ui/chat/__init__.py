"""Hỏi đáp: the conversation, what is shown of it, what a person can do with it."""

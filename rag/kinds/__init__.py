"""Answers by kind of question, each from the records that hold it."""

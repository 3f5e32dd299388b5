"""Văn bản: the plans there are, what was understood of each, adding and removing them."""

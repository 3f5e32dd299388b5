"""Indicators: figures to be reached, from tables and from prose."""

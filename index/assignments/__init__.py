"""Assignments: who does what by when, and the units that do it."""

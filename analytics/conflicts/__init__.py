"""Statements of different articles that contradict each other: found, compared, brought together, explained."""

"""Contradictions between statements of different articles: candidates, comparison, clusters and explanations."""

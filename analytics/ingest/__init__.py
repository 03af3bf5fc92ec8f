"""Ingestion: articles read into a workspace by one process or many, from a folder, or as a user's uploads."""

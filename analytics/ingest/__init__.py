"""How articles come in: read into a workspace by one process or many, from a folder, or as a reader's uploads."""

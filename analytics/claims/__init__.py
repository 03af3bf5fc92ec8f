"""The claim table: schema, storage, selection, queries, sort orders and summaries."""

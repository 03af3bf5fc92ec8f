"""The store on disk: immutable Parquet parts, a manifest that lists the active ones, and user annotations."""

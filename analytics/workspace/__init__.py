"""The store on disk: immutable Parquet parts, a manifest that says which of them count, and what people put beside them."""

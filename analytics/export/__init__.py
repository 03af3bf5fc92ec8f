"""Exports: claims as CSV, Excel, Parquet and SQLite, articles as references, a view as Python code."""

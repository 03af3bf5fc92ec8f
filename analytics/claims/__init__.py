"""The claims as tables: their columns, how they are stored, selected, asked, ordered and summed up."""

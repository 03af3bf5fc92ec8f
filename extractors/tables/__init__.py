"""Table extraction: detect tables in plain text, lay them out, and read each numeric cell.

``find`` detects tables, ``layout`` tells heads from data cells, ``heads`` parses heads, and ``cell_figures`` combines number, unit,
head and caption. ``extractors.table_claims`` builds the records. A table whose heads and cells can't be matched stays unread.
"""

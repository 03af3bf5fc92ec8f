"""Tables in a text: found by their lines, laid out in heads and cells, and each cell of a number made a claim.

``find`` recognises them, ``layout`` says which cells are heads, ``heads`` what a head says, ``statements`` brings number, unit,
head and caption together, ``claims`` makes the records. Where head and cell can't be brought together a table stays unread.
"""

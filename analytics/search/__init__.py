"""Search in the texts of articles: the query language, the index of character pairs, and the passages with the words found."""

"""How much one file may ask for, each bound with its reason. What goes beyond is reported by name, and its neighbours are read."""

from __future__ import annotations

# --- what a file may hold ------------------------------------------------------------------------

# Bytes of what has to be read whole: a file that is one article, an archive inside another. A scanned yearbook has 200 MB.
MAX_WHOLE = 256_000_000
# Characters of one article with all it says of itself. A thick yearbook has two million; what is extracted from denser text than any
# of it fits into 2 GB.
MAX_TEXT = 3_000_000
# Pages of a PDF. The thickest yearbooks have 2,000.
MAX_PAGES = 5000
# Elements of a web page. Beyond so many, trafilatura's time grows with their square: the page's own lines are taken, which are in
# proportion.
MAX_ELEMENTS = 20_000
# Bytes that a Word file unpacks to, and tags in its XML: a small file may hold millions, and each costs memory of its own.
MAX_UNPACKED, MAX_TAGS = 256_000_000, 2_000_000
# Characters of one cell or line of a table. A quotation mark too many makes one cell of a whole file.
MAX_CELL = 64_000_000

# --- what an archive may hold --------------------------------------------------------------------

# An archive in an archive in an archive is read, no deeper: nobody packs articles so, and an archive may hold itself.
MAX_DEPTH = 3
# Files in it, and bytes unpacked, of everything that comes out of it: ten years of a daily paper with its pictures.
MAX_ENTRIES, MAX_TOTAL = 200_000, 8_000_000_000
# Bytes that one byte may unpack to, where there are many. Chinese text packs to a third, the most repetitive table to a hundredth.
MAX_RATIO, RATIO_COUNTS_FROM = 300, 10_000_000

# --- what the process that reads may use ---------------------------------------------------------

# Seconds until a file, or a member of an archive, or the next row of a table is read. The slowest honest file seen took 12 (a page of
# 200,000 paragraphs), on a machine with nothing else to do.
MAX_SECONDS = 60
# Seconds spent waiting for everything in one file: 8 GB of an archive are read in 20 minutes.
MAX_SECONDS_A_FILE = 3600
# Bytes of address space. A text of ``MAX_WHOLE`` bytes takes 1.1 GB; Python and its libraries have 0.1 of it.
MAX_MEMORY = 2_000_000_000
# Bytes of one answer: an article as JSON, where a character takes up to six bytes.
MAX_ANSWER = 6 * MAX_TEXT + 100_000
# Processes that may die of what one file holds. Each costs a second to replace, or ``MAX_SECONDS``; a file that goes on is no accident.
MAX_DEATHS = 8
# Seconds for a process to begin. It takes one, and several where all begin at once.
MAX_SECONDS_TO_BEGIN = 60

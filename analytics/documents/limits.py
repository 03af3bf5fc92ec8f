"""How much one file may ask for, each bound with its reason. What goes beyond is reported by name, and its neighbours are read."""

from __future__ import annotations

# --- what a file may hold ------------------------------------------------------------------------

# Bytes of what has to be read whole: a file that is one article, an archive inside another. Decoded, the worst of them (four bytes a
# character) took 1.6 GB, which ``MAX_MEMORY`` allows.
MAX_WHOLE = 256_000_000
# Characters of one article with all it says of itself: several thick books. Of the densest text, ``1%。`` over and over, extraction takes
# 0.6 KB a character, so an article never asks for more than 2 GB.
MAX_TEXT = 3_000_000
# Pages of a PDF. At 600 characters a page, these are ``MAX_TEXT``.
MAX_PAGES = 5000
# Pages of a PDF that are pictures and are put through text recognition, at two to five seconds each within ``MAX_SECONDS``; pixels of a picture.
MAX_SCANNED, MAX_PIXELS = 8, 50_000_000
# Elements of a web page. Beyond so many, trafilatura's time grows with their square: the page's own lines are taken, which are in
# proportion.
MAX_ELEMENTS = 20_000
# Bytes that a Word file unpacks to, and tags in its XML: a small file may hold millions, and each costs memory of its own.
MAX_UNPACKED, MAX_TAGS = 256_000_000, 2_000_000
# Cells of one table, and columns or rows that one of them may reach over: pages state giants.
MAX_CELLS, MAX_SPAN = 1_000_000, 200
# Characters of one cell or line of a table. A quotation mark too many makes one cell of a whole file.
MAX_CELL = 64_000_000

# --- what an archive may hold --------------------------------------------------------------------

# An archive in an archive in an archive is read, no deeper: an archive may be made to hold itself.
MAX_DEPTH = 3
# Files, and bytes unpacked, of everything that comes out of one archive: 55 articles a day for ten years, of 40 KB each. No more is copied
# from one file on the network either.
MAX_ENTRIES, MAX_TOTAL = 200_000, 8_000_000_000
# Bytes that one byte may unpack to, where there are many: articles and tables have 10, one line over and over has 340.
MAX_RATIO, RATIO_COUNTS_FROM = 300, 10_000_000

# --- what may be fetched from the web -------------------------------------------------------------

# Bytes of one answer, packed or unpacked: as much as the dashboard takes in one file. What is larger is worth being downloaded by hand.
MAX_FETCHED = 20_000_000
# Bytes of a robots.txt: as many as RFC 9309 asks to be read.
MAX_ROBOTS = 512_000
# Seconds for one answer, to its last byte, and of them for a host to be connected to: some ministries' servers are slow.
MAX_SECONDS_TO_FETCH, MAX_SECONDS_TO_CONNECT = 60, 15
# Times that an address may lead on to another.
MAX_REDIRECTS = 5
# Seconds between requests to one host, and the most that a site may ask for instead (Crawl-delay): somebody waits for the article.
FETCH_DELAY, MAX_FETCH_DELAY = 1.0, 30.0

# --- what the process that reads may use ---------------------------------------------------------

# Seconds until a file, a member of an archive or the next row of a table is read. A page of 200,000 paragraphs takes 6, and a machine may be
# slow or busy.
MAX_SECONDS = 60
# Seconds spent waiting for everything in one file. An archive of ``MAX_TOTAL`` zeros takes 200.
MAX_SECONDS_A_FILE = 3600
# Bytes of address space; Python and the formats' libraries have 0.3 GB of it before any file is read.
MAX_MEMORY = 2_000_000_000
# Bytes of one answer: an article as JSON, where a character takes up to six bytes.
MAX_ANSWER = 6 * MAX_TEXT + 100_000
# Processes that may die of what one file holds. Each takes a second to replace, or ``MAX_SECONDS`` to be given up.
MAX_DEATHS = 8
# Seconds for a process to begin. It takes one, and several where many begin at once.
MAX_SECONDS_TO_BEGIN = 60

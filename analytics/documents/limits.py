"""Resource limits for one file, each with its reason. A file above a limit is reported by name, and the other files are still read."""

from __future__ import annotations

# --- what a file may hold ------------------------------------------------------------------------

# Bytes of a file that must be read whole: one article, or an archive inside another. In the worst case (four bytes a character),
# decoding took 1.6 GB, which ``MAX_MEMORY`` allows.
MAX_WHOLE = 256_000_000
# Characters of one article, metadata included: several thick books. ``MAX_MEMORY_TO_EXTRACT`` and the time for so
# many are at the end of this page.
MAX_TEXT = 3_000_000
# Pages of a PDF. At 600 characters a page, they hold ``MAX_TEXT`` characters.
MAX_PAGES = 5000
# Scanned pages of a PDF put through text recognition, at two to five seconds each within ``MAX_SECONDS``; pixels of a picture.
MAX_SCANNED, MAX_PIXELS = 8, 50_000_000
# Elements of a web page. Above this limit trafilatura, which takes quadratic time, is skipped; the page's own lines are taken in linear
# time.
MAX_ELEMENTS = 20_000
# Unpacked bytes of an office file, and tags in its XML: a small file may hold millions of tags, and each costs memory.
MAX_UNPACKED, MAX_TAGS = 256_000_000, 2_000_000
# Cells of one table, and columns or rows that one cell may span: some pages declare huge spans.
MAX_CELLS, MAX_SPAN = 1_000_000, 200
# Characters of one cell or line of a table. A stray quotation mark turns the whole file into one cell.
MAX_CELL = 64_000_000

# --- what an archive may hold --------------------------------------------------------------------

# Levels of nested archives: an archive can be built to contain itself.
MAX_DEPTH = 3
# Files and unpacked bytes from one archive: 55 articles of 40 KB a day for ten years. The limit on bytes also applies to one file copied
# from the network.
MAX_ENTRIES, MAX_TOTAL = 200_000, 8_000_000_000
# Highest compression ratio, and the unpacked bytes from which it applies. Articles and tables reach 10, one line repeated reaches 340.
MAX_RATIO, RATIO_COUNTS_FROM = 300, 10_000_000

# --- what may be fetched from the web -------------------------------------------------------------

# Bytes of one response, compressed or not: the upload limit of the dashboard. Larger files are better downloaded by hand.
MAX_FETCHED = 20_000_000
# Bytes read of a robots.txt: the minimum that RFC 9309 requires.
MAX_ROBOTS = 512_000
# Seconds for a whole response, and within them for the connection: some ministries' servers are slow.
MAX_SECONDS_TO_FETCH, MAX_SECONDS_TO_CONNECT = 60, 15
# Redirects followed for one address.
MAX_REDIRECTS = 5
# Seconds between requests to one host, and the longest Crawl-delay that is honoured: a user is waiting for the article.
FETCH_DELAY, MAX_FETCH_DELAY = 1.0, 30.0

# --- what the reading process may use ------------------------------------------------------------

# Seconds to read a file, a member of an archive or the next row of a table. A page of 200,000 paragraphs takes 6, and a machine may be
# slow or busy.
MAX_SECONDS = 60
# Seconds to read everything in one file. An archive of ``MAX_TOTAL`` zeros takes 200.
MAX_SECONDS_A_FILE = 3600
# Bytes of address space. Python and the format libraries use 0.3 GB before any file is read.
MAX_MEMORY = 2_000_000_000
# Bytes of one answer of the process: an article as JSON, where a character takes up to six bytes.
MAX_ANSWER = 6 * MAX_TEXT + 100_000
# Processes that may die while reading one file. Replacing one takes a second, or ``MAX_SECONDS`` after a hang.
MAX_DEATHS = 8
# Seconds for a process to start. One is usual, several if many start at once.
MAX_SECONDS_TO_BEGIN = 60

# --- what the extracting process may use -----------------------------------------------------------

# Seconds to extract an article: so many at least, since a machine may be very busy, and so many for each 1,000 characters. Of CPU, 1,000
# characters of ordinary text take 0.01, and of the slowest texts made to be slow (``make hostile``) 0.07.
MIN_SECONDS_TO_EXTRACT, SECONDS_A_THOUSAND = 60.0, 0.2
# Bytes of address space: the densest text of ``MAX_TEXT`` characters, ``1个`` repeated, needs 2.1 GB.
MAX_MEMORY_TO_EXTRACT = 3_000_000_000
# Bytes of one message of an extraction: all tables of an article, in the worst case a million cells with their positions.
MAX_PIECE_OF_EXTRACTION = 64_000_000


def seconds_to_extract(characters: int) -> float:
    """Seconds that the extraction of an article of so many characters may take."""
    return max(MIN_SECONDS_TO_EXTRACT, characters / 1000 * SECONDS_A_THOUSAND)

"""How much of anything is read, in one place: beyond it a source is refused with R-LIMIT and the cure.

The figures stand well above what a report, or a year's reports bound into one file, can need: a long report has
30 pages, 40,000 characters and 500 cells. They hold wherever a source is read, with or without worker processes;
time and memory of a worker are :class:`extractor.workers.Limits`.
"""

from __future__ import annotations

FILE_BYTES = 200 * 1024 * 1024
"""The largest file, or standard input, in bytes: a long scan in PDF."""
MARKUP_BYTES = 32 * 1024 * 1024
"""The most bytes of a page or text (HTML, MHTML, Markdown, plain text), pictures inside it included."""
MARKUP_PLAIN_BYTES = 256 * 1024
"""The most bytes of a page or text that is read without a process of its own around it."""
PART_BYTES = 32 * 1024 * 1024
"""The most bytes that a part of a .docx may expand to."""

ARCHIVE_MEMBERS = 10_000
"""The most members an archive may list, those of archives inside it included."""
ARCHIVE_BYTES = 200 * 1024 * 1024
"""The most bytes that the members of an archive may expand to, archives inside it included."""
ARCHIVE_RATIO = 200
"""How many times its packed size a member may expand to, once it is larger than :data:`ARCHIVE_RATIO_FROM`."""
ARCHIVE_RATIO_FROM = 8 * 1024 * 1024
"""The bytes from which on :data:`ARCHIVE_RATIO` holds."""
ARCHIVE_DEPTH = 3
"""How many archives may stand inside one another."""

PDF_PAGES = 300
"""The most pages of a PDF."""
PDF_PLAIN_BYTES, PDF_PLAIN_STREAM = 16 * 1024 * 1024, 2 * 1024 * 1024
"""The most bytes that all streams, and one, expand to in a PDF that is read without a process of its own around it."""
APART_SECONDS, APART_MEMORY = 60.0, 2 * 1024**3
"""What a process of its own around the reading of one source may take."""
PAGES_SECONDS = 60.0
"""The most seconds of processor time for the pages of a PDF; 300 pages of a report take 3."""
PAGE_CHARACTERS = 100_000
"""The most characters on a page of a PDF; closely printed A4 has 3,000."""

TABLE_POSITIONS = 100_000
"""The most positions (rows by columns) of a table; the largest of the form has 308."""
CHARACTERS = 2_000_000
"""The most characters of a document's text."""
TAGS = 1_000_000
"""The most tags of a page or of a part of a .docx."""
MAIL_PARTS = 10_000
"""The most lines of part headers of an MHTML file."""
TEXT_BOXES = 2_000
"""The most text boxes of a .docx."""
PIECES = 60_000
"""The most paragraphs and cells of a document together."""
NESTING = 256
"""The most elements inside one another, in HTML and in the parts of a .docx, as libxml2 has it."""

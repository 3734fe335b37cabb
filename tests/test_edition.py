"""The Markdown edition of the ADB section says what the extracted text says: words, order, cells.

Each repair that corpus.toml lists is undone or repeated here by one named step, so that what is
left of the two texts can be compared token by token, punctuation included, with no tolerance.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, groupby, zip_longest
from pathlib import Path

import pytest

NAME = "adb-2009-technology-and-innovation"
ROOT = Path(__file__).resolve().parents[1]
RAW_PATH = ROOT / "tests" / "corpus" / f"{NAME}.raw.txt"
RAW_SHA256 = "9d32a68d3ce0f3ff0d1aabd3ade0f53eb978456aceb6ccceea6880e38e5d1e14"
RAW = RAW_PATH.read_text(encoding="utf-8")
EDITION = (ROOT / "corpus" / f"{NAME}.md").read_text(encoding="utf-8")

PAGE_BREAK = "<!-- page break -->"
SHINGLE = 6

ROTATED_LABELS = {
    "South Asia": r"So\s+ut\s+h\s+As\s+ia",
    "Southeast Asia": r"So\s+ut\s+he\s+as\s+t A\s+si\s+a",
    "East Asia": r"Ea\s+st\s+A\s+si\s+a",
}
ROTATED_LABEL = re.compile(rf"^ ?(?:{'|'.join(ROTATED_LABELS.values())})$", re.MULTILINE)
FUSED_WORDS = {
    "enteringnewmarkets. Theagencyworks throughanetworkofOverseas": (
        "entering new markets. The agency works through a network of Overseas"
    ),
    "at higher levels. 2": "at higher levels.2",
}
REPEATED_HEADS = (
    r"Table\s7\.5 continued on next page",
    r" ?Table\s7\.5\s+Technology Programs, .* \(continued\)",
    r"Program Features(?: Program Features)?",
)
REPEATED_HEAD = re.compile(rf"^(?:{'|'.join(REPEATED_HEADS)})$", re.MULTILINE)
LIST_MARK = re.compile(r"(?:(?<=\s)|^)[•-]\s+(?=\S)", re.MULTILINE)
CUT_AT_HYPHEN = re.compile(r"(?<=[-–—])\n(?=\S)")
RAW_PAGE_START = re.compile(r"^(?= \S)", re.MULTILINE)

TABLE_7_5 = "Technology Programs, Extension Services and Training, and Business Links"
TRANSFER = "Technology Development and Transfer"
WORKERS = "Worker Training and Development"
ENTREPRENEURS = "Entrepreneur Training and Development"
MARKETS = "Buyer-Seller/Market Linkages/Export Promotion Programs"
PARTS = (TRANSFER, WORKERS, ENTREPRENEURS, MARKETS)
PART_CAPTION = re.compile(rf"(Table 7\.5 {TABLE_7_5}): (.+)")

# These begin on a page that is followed by a page of tables and boxes only; the edition puts that
# page before the paragraph, and so the paragraph's beginning one page late.
LATE_PARAGRAPHS = ("Box 7.5 outlines measures", "A greater appreciation of the importance")

# Captions, notes and sources stand with what they belong to, not where the extraction has them.
PLACED_APART = ("**", "Notes: ", "Source: ", "PRC = ")

FOOTNOTES = [str(number) for number in range(42, 48)]
BOX_NOTES = ["box-7.3-1", "box-7.4-1", "box-7.4-2", "box-7.4-3"]
MARKER = re.compile(r"\[\^((?:box-[\d.]+-)?(\d+))\](?!:)")
DEFINITION = re.compile(r"^\[\^((?:box-[\d.]+-)?(\d+))\]:", re.MULTILINE)

Words = tuple[str, ...]
Row = tuple[str, ...]


def one_space(text: str) -> str:
    return " ".join(text.split())


# --- the extracted text ---------------------------------------------------------------------------


@dataclass(frozen=True)
class RawBlock:
    """Lines between blank lines or a bulleted item; `opens_page` if a page begins with it."""

    words: Words
    page: int
    opens_page: bool

    @property
    def interrupts(self) -> bool:
        """Whether prose may be cut here: a box, table, figure, note or source begins."""
        opening = self.words[0]
        return opening in ("Box", "Table", "Figure", "Notes:", "Source:") or opening.isdigit()


def repaired_raw() -> str:
    text = RAW
    for fused, words in FUSED_WORDS.items():
        assert text.count(fused) == 1
        text = text.replace(fused, words)
    return text


def raw_blocks() -> list[RawBlock]:
    text = CUT_AT_HYPHEN.sub("", ROTATED_LABEL.sub("\n", repaired_raw()))
    blocks = []
    pages = [page for page in RAW_PAGE_START.split(text) if page.strip()]
    for number, page in enumerate(pages, start=1):
        kept = [
            LIST_MARK.sub("", chunk)
            for chunk in re.split(r"\n\s*\n|\n(?=•)", REPEATED_HEAD.sub("\n", page))
        ]
        chunks = [chunk for chunk in kept if chunk.strip()]
        for position, chunk in enumerate(chunks):
            blocks.append(RawBlock(tuple(chunk.split()), number, position == 0))
    return blocks


def raw_between(start: str, end: str) -> str:
    """The extracted text from after `start` to the next `end`, in single spaces."""
    text = one_space(CUT_AT_HYPHEN.sub("", repaired_raw()))
    assert text.count(start) == 1, start
    return text.partition(start)[2].partition(end)[0].strip()


# --- the edition ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """A block of the edition without its blockquote marks; `caption` is that of a table."""

    text: str
    page: int
    in_box: bool
    caption: str = ""

    @property
    def is_table(self) -> bool:
        return self.text.startswith("|")

    @property
    def rows(self) -> list[Row]:
        lines = self.text.splitlines()
        assert re.fullmatch(r"\|(?:---\|)+", lines[1])
        rows = [
            tuple(cell.strip() for cell in line.strip("|").split("|"))
            for line in [lines[0], *lines[2:]]
        ]
        assert {len(row) for row in rows} == {lines[1].count("---")}
        return rows

    @property
    def part(self) -> str:
        """The part of Table 7.5 that this table or caption belongs to."""
        named = PART_CAPTION.fullmatch(self.caption or self.text.strip("*"))
        return named[2] if named else ""


def edition_blocks() -> list[Block]:
    """All blocks in order; a page break of its own is none, one inside a paragraph stays in it."""
    blocks: list[Block] = []
    page, previous = 1, ""
    marked = "\n".join(
        f"\x00{line.removeprefix('>').removeprefix(' ')}" if line.startswith(">") else line
        for line in EDITION.splitlines()
    )
    for chunk in re.split(r"\n\x00?\n", marked.strip()):
        text = chunk.replace("\x00", "").strip()
        if text == PAGE_BREAK:
            page += 1
            continue
        is_caption = previous.startswith("**") and text.startswith("|")
        blocks.append(Block(text, page, "\x00" in chunk, previous.strip("*") if is_caption else ""))
        page += text.count(PAGE_BREAK)
        previous = text
    return blocks


BLOCKS = edition_blocks()


def table(caption: str) -> list[Row]:
    found = [block.rows for block in BLOCKS if block.caption == caption]
    assert len(found) == 1, caption
    return found[0]


def part_rows(part: str) -> list[Row]:
    found = [block.rows for block in BLOCKS if block.is_table and block.part == part]
    assert len(found) == 1, part
    head, *rows = found[0]
    assert head == ("Region", "Country", "Programme", "Features")
    return rows


def as_printed(text: str) -> Words:
    """The words of prose, a list, a caption or a footnote without the marks of Markdown."""
    text = DEFINITION.sub(r"\2 ", MARKER.sub(r"\2", text)).replace(PAGE_BREAK, " ")
    text = re.sub(r"^#+ |^- |\*\*", "", text, flags=re.MULTILINE)
    named = PART_CAPTION.fullmatch(text)
    if named:
        text = f"{named[1]} {named[2]}" if named[2] == TRANSFER else named[2]
    return tuple(text.split())


def header_words(header: Row) -> Words:
    """The column groups, each once, then the columns."""
    cells = [cell.rpartition(" › ") for cell in header]
    groups = [group for group, _ in groupby(group for group, _, _ in cells if group)]
    return tuple(" ".join([*groups, *(column for _, _, column in cells)]).split())


def table_words(block: Block) -> Words:
    """The words of a table; of Table 7.5 without its regions and without what the rows repeat."""
    header, *rows = block.rows
    if not block.part:
        return header_words(header) + tuple(" ".join(" ".join(row) for row in rows).split())
    cells = [" ".join(programmes_by_region(block.part)[region]) for region in ROTATED_LABELS]
    return tuple(" ".join(LIST_MARK.sub("", text) for text in cells).split())


def block_words(block: Block) -> Words:
    return table_words(block) if block.is_table else as_printed(block.text)


def programmes_by_region(part: str) -> dict[str, list[str]]:
    """Each region's programmes as the source sets them: country once, then "programme - feature".

    The source prints the entrepreneurs' programmes beside the workers', under the same country.
    """
    written: dict[str, list[str]] = {}
    for region, rows in groupby(part_rows(part), key=lambda row: row[0]):
        assert region not in written
        written[region] = []
        for country, programmes in groupby(rows, key=lambda row: row[1]):
            texts = [" - ".join([row[2], *row[3].split("<br>")]) for row in programmes]
            if part != ENTREPRENEURS:
                texts[0] = f"{country} {texts[0]}"
            written[region] += texts
    assert list(written) == list(ROTATED_LABELS)
    return written


# --- words ----------------------------------------------------------------------------------------


def test_the_raw_copy_is_untouched() -> None:
    assert sha256(RAW_PATH.read_bytes()).hexdigest() == RAW_SHA256


def test_every_word_and_number_is_there_and_none_is_added() -> None:
    raw = Counter(word for block in raw_blocks() for word in block.words)
    edition = Counter(word for block in BLOCKS for word in block_words(block))
    assert raw - edition == Counter()
    assert edition - raw == Counter()


def words_by_page() -> dict[int, Counter[str]]:
    pages: dict[int, Counter[str]] = {}
    for block in BLOCKS:
        pieces = [block.text] if block.is_table else block.text.split(PAGE_BREAK)
        late = not block.is_table and block.text.startswith(LATE_PARAGRAPHS)
        for offset, piece in enumerate(pieces):
            page = block.page + offset - (1 if late and offset == 0 else 0)
            words = table_words(block) if block.is_table else as_printed(piece)
            pages.setdefault(page, Counter()).update(words)
    return pages


def test_every_page_has_the_words_of_its_page() -> None:
    raw: dict[int, Counter[str]] = {}
    for block in raw_blocks():
        raw.setdefault(block.page, Counter()).update(block.words)
    assert len(raw) == EDITION.count(PAGE_BREAK) + 1
    assert words_by_page() == raw


def test_late_paragraphs_are_the_documented_ones() -> None:
    found = [block for block in BLOCKS if block.text.startswith(LATE_PARAGRAPHS)]
    assert len(found) == len(LATE_PARAGRAPHS)
    assert all(PAGE_BREAK in block.text for block in found)


# --- word order -----------------------------------------------------------------------------------


def runs_of_prose() -> list[Words]:
    """Paragraphs, whole lists, captions and footnotes, each as its words in order."""
    return [as_printed(block.text) for block in BLOCKS if not block.is_table]


def windows(words: Words, size: int) -> Iterator[tuple[int, Words]]:
    for start in range(len(words) - size + 1):
        yield start, words[start : start + size]


def cuts(run: Words, blocks: list[RawBlock]) -> set[int]:
    """Where `run` leaps in the source from a block's end to the start of a later block.

    The words around the leap must stand at those very edges, and what is leapt over must hold a
    box, a table, a figure, a note, a source or the beginning of a page.
    """
    stream = tuple(word for block in blocks for word in block.words)
    starts = list(accumulate((len(block.words) for block in blocks), initial=0))
    found = set()
    for position in range(1, len(run)):
        before = run[max(0, position - SHINGLE) : position]
        after = run[position : position + SHINGLE]
        ends = [
            number
            for number, start in enumerate(starts)
            if stream[max(0, start - len(before)) : start] == before
        ]
        resumes = [
            number
            for number, start in enumerate(starts)
            if stream[start : start + len(after)] == after
        ]
        if any(
            any(block.interrupts or block.opens_page for block in blocks[end:resume])
            for end in ends
            for resume in resumes
        ):
            found.add(position)
    return found


def test_every_run_of_six_words_stands_in_the_source_or_crosses_a_cut() -> None:
    blocks = raw_blocks()
    stream = tuple(word for block in blocks for word in block.words)
    known = {size: {w for _, w in windows(stream, size)} for size in range(1, SHINGLE + 1)}
    for run in runs_of_prose():
        size = min(SHINGLE, len(run))
        missing = {start for start, words in windows(run, size) if words not in known[size]}
        crossing = {
            start
            for cut in (cuts(run, blocks) if missing else ())
            for start in range(max(0, cut - size + 1), min(cut, len(run) - size + 1))
        }
        assert missing == crossing, " ".join(run)


def assert_in_order(texts: list[str]) -> None:
    """Each text begins where a block of the source begins, and after the text before it."""
    blocks = raw_blocks()
    stream = tuple(word for block in blocks for word in block.words)
    starts = accumulate((len(block.words) for block in blocks), initial=0)
    for text in texts:
        opening = as_printed(text)[:SHINGLE]
        assert any(stream[start : start + len(opening)] == opening for start in starts), text


def test_headings_and_prose_keep_their_order() -> None:
    assert_in_order(
        [
            block.text
            for block in BLOCKS
            if not block.in_box
            and not block.is_table
            and not DEFINITION.match(block.text)
            and not block.text.startswith(PLACED_APART)
        ]
    )


def test_prose_inside_a_box_keeps_its_order() -> None:
    for boxed, blocks in groupby(BLOCKS, key=lambda block: block.in_box):
        title, *texts = [block.text for block in blocks if not block.is_table]
        if boxed:
            kept = [text for text in texts if not text.startswith(PLACED_APART)]
            prose = [text for text in kept if not DEFINITION.match(text)]
            assert_in_order([title, *prose])


def test_only_lists_take_more_than_one_line() -> None:
    for block in BLOCKS:
        lines = [] if block.is_table else block.text.splitlines()
        assert len(lines) < 2 or all(re.match(r"- |\d\. ", line) for line in lines)


# --- tables ---------------------------------------------------------------------------------------

NUMBER = r"\d[\d.]*%?"
SIZES = ("Small", "Medium", "Large")
EAST = "East and Southeast Asia"
SOUTH = "South Asia"


def grouped(group: str, columns: tuple[str, ...]) -> Row:
    return tuple(f"{group} › {column}" for column in columns)


@pytest.mark.parametrize(
    ("caption", "end", "header", "count"),
    [
        (
            "Table 7.1 Asian Enterprises that Undertook Innovation (%)",
            "Notes:",
            ("", *grouped(EAST, SIZES), *grouped(SOUTH, SIZES)),
            3,
        ),
        (
            "Table 7.2 Most Important Sources of Technological Innovation for Asia"
            " (% of enterprises)",
            "Notes:",
            ("", *grouped(EAST, (*SIZES, "All")), *grouped(SOUTH, (*SIZES, "All"))),
            12,
        ),
        (
            "Table 7.3 Main Influence to Reduce Production Cost (% enterprises answering yes)",
            "Notes:",
            ("", *grouped(EAST, (*SIZES, "All"))),
            6,
        ),
        (
            "Table 7.4 Main Influence to Develop New Products (% enterprises answering yes)",
            "Notes:",
            ("", *grouped(EAST, (*SIZES, "All"))),
            6,
        ),
        (
            "Box Table 7.3.1 Incidence of Innovation and Whether Firm Introduced New Product"
            " in Sri Lanka (%)",
            "Source:",
            (
                "Type of Innovation",
                *grouped(
                    "Number of workers (excluding owner)", ("0", "1–4", "5–9", "10–24", "25+")
                ),
                "All",
            ),
            6,
        ),
    ],
)
def test_numbers_stand_in_their_cells(caption: str, end: str, header: Row, count: int) -> None:
    found_header, *rows = table(caption)
    assert found_header == header
    printed = raw_between(caption, end)
    heading = " ".join(header_words(header))
    assert printed.startswith(heading)
    body = printed.removeprefix(heading).strip()
    row = re.compile(rf"(\D+?) ((?:{NUMBER} ){{{len(header) - 2}}}{NUMBER})(?: |$)")
    parsed = [(found[1], *found[2].split()) for found in row.finditer(body)]
    assert row.sub("", body) == ""
    assert len(parsed) == count
    assert rows == parsed


def test_table_7_6() -> None:
    rows = table("Table 7.6 Clusters in India")
    assert rows == [
        (
            "",
            "Microenterprise Clusters",
            "Traditional Manufacturing Clusters",
            "High-tech Clusters",
        ),
        ("Number of clusters", "6,000", "388", "about 20"),
        ("Average wage levels", "Low", "Medium", "High"),
        (
            "Growth rate (2002–07)",
            "Negative or marginally positive",
            "Positive (10–15%)",
            "Positive (20–30%)",
        ),
    ]
    printed = raw_between("Table 7.6 Clusters in India", "Source:")
    assert one_space(" ".join(" ".join(row) for row in rows)) == printed


def test_the_table_of_box_7_8() -> None:
    [rows] = [block.rows for block in BLOCKS if block.is_table and not block.caption]
    assert rows == [
        ("Competitive Industry", "Delhi, India", "Dhaka, Bangladesh", "Colombo, Sri Lanka"),
        (
            "1",
            "General metal engineering industry",
            "Building construction materials industry",
            "Apparel industry",
        ),
        ("2", "Auto component industry", "Tannery industry", "Rubber industry"),
        ("3", "Ready-made garment industry", "Food processing industry", "IT industry"),
    ]
    printed = raw_between("but also the rural hinterland.", "\n")
    assert " ".join(" ".join(row) for row in rows) == printed


def raw_regions() -> list[tuple[str, str]]:
    """Table 7.5 in the source: each rotated region label with the text down to the next."""
    text = CUT_AT_HYPHEN.sub("", RAW)
    label = re.compile("|".join(f"({pattern})" for pattern in ROTATED_LABELS.values()))
    names = list(ROTATED_LABELS)
    found = list(label.finditer(text))
    regions = []
    for match, following in zip_longest(found, found[1:]):
        segment = one_space(text[match.end() : following.start() if following else None])
        segment = re.split(r"Table 7\.5 continued on next page|PRC = ", segment)[0]
        regions.append((names[(match.lastindex or 1) - 1], segment.strip()))
    return regions


def test_every_programme_of_table_7_5_has_its_region_country_and_features() -> None:
    transfer, workers, entrepreneurs, markets = (programmes_by_region(part) for part in PARTS)
    side_by_side = {
        region: [
            text
            for pair in zip(workers[region], entrepreneurs[region], strict=True)
            for text in pair
        ]
        for region in workers
    }
    written = [
        (region, " ".join(texts))
        for part in (transfer, side_by_side, markets)
        for region, texts in part.items()
    ]
    assert written == raw_regions()


def test_programmes_side_by_side_are_of_one_country() -> None:
    workers, entrepreneurs = part_rows(WORKERS), part_rows(ENTREPRENEURS)
    assert [row[:2] for row in workers] == [row[:2] for row in entrepreneurs]


# --- inventory ------------------------------------------------------------------------------------


def captions() -> list[str]:
    return [block.text[2:-2] for block in BLOCKS if re.fullmatch(r"\*\*[^*]+\*\*", block.text)]


def test_every_box_table_and_figure_is_there_once() -> None:
    labels = [re.match(r"(?:Box Table|Box|Table|Figure) [\d.]+(?= )", text) for text in captions()]
    found = Counter(label[0] for label in labels if label)
    expected = Counter(
        [
            *(f"Box 7.{number}" for number in range(1, 9)),
            *(f"Table 7.{number}" for number in (1, 2, 3, 4, 6)),
            *("Table 7.5" for _ in PARTS),
            "Box Table 7.3.1",
            *(f"Figure 7.{number}" for number in range(1, 5)),
        ]
    )
    assert None not in labels
    assert found == expected
    assert [block.part for block in BLOCKS if block.is_table and block.part] == list(PARTS)


def test_boxes_open_with_their_caption_and_close_before_the_prose() -> None:
    boxes = [list(blocks) for boxed, blocks in groupby(BLOCKS, lambda b: b.in_box) if boxed]
    assert [box[0].text.split()[1] for box in boxes] == [f"7.{number}" for number in range(1, 9)]
    source_text = one_space(RAW)
    for box in boxes:
        texts = [block.text for block in box]
        end = max(place for place, text in enumerate(texts) if text.startswith("Source: "))
        assert all(DEFINITION.match(text) for text in texts[end + 1 :])
        caption, source = texts[0].strip("*"), texts[end]
        last_words = texts[end - 1][-40:]
        assert any(
            pair in source_text for pair in (f"{source} {caption}", f"{last_words} {source}")
        )


def test_each_footnote_has_one_marker_and_one_definition() -> None:
    markers = [found[1] for found in MARKER.finditer(EDITION)]
    definitions = [found[1] for block in BLOCKS for found in DEFINITION.finditer(block.text)]
    assert sorted(markers) == sorted(definitions) == sorted([*FOOTNOTES, *BOX_NOTES])


def test_headings() -> None:
    assert [block.text for block in BLOCKS if block.text.startswith("#")] == [
        "# 7. Technology and Innovation",
        "## 7.1 Innovation Across Enterprises in Developing Asia",
        "## 7.2 Assisting SMEs with Technology and Learning",
        "## 7.3 Assisting SMEs through Links with Large Enterprises and Cluster-based Development",
        "### Fostering Links between SMEs and Large Enterprises",
        "### Clusters",
    ]


def test_corpus_toml_describes_the_edition() -> None:
    corpus = tomllib.loads((ROOT / "corpus" / "corpus.toml").read_text(encoding="utf-8"))
    about = corpus["documents"][f"{NAME}.md"]
    assert about["chapter"] == BLOCKS[0].text.removeprefix("# ")
    repairs = " ".join(about["repairs"])
    assert all(f'"{repaired}"' in repairs for repaired in FUSED_WORDS.values())
    assert all(f'"{label}"' in repairs for label in ROTATED_LABELS)

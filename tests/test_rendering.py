"""Answers as Markdown, HTML and terminal text: right numbers, right marks, and nothing comes alive."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from smeadvisor.domain.answers import (
    Answer,
    Citation,
    Claim,
    Considered,
    DroppedClaim,
    Hit,
    Outcome,
)
from smeadvisor.domain.documents import BlockKind, Cell, Passage, Place
from smeadvisor.serving.rendering import (
    answer_markdown,
    answer_terminal,
    claims_markdown,
    escape_markdown,
)
from smeadvisor.serving.rendering_evidence import Surroundings, evidence_html
from smeadvisor.serving.rendering_tables import WholeTable

NOWHERE = Place()
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "![x](http://evil.example/beacon.png)",
    "[click](javascript:alert(1))",
    "<script>alert(1)</script>",
    '"><svg/onload=alert(1)>',
    "</div></article><iframe src=//evil.example></iframe>",
    "see http://evil.example/ or www.evil.example or mail a@evil.example",
    "[x]: http://evil.example/",
    "`code` *em* **strong** __strong__ ~~gone~~ $$x$$ &lt;b&gt; &#60;b&#62;",
    "# heading",
    "1. one",
    "- item",
    "| a | b |",
    "${alert(1)} {{constructor}}",
]


def _passage(text: str, start: int = 0, place: Place = NOWHERE) -> Passage:
    return Passage(f"d#{start}", "d", "A Title", text, place, start, start + len(text))


def _citation(passage: Passage, start: int, end: int) -> Citation:
    """A citation by offsets in the passage's own text."""
    return Citation(passage, passage.text[start:end], passage.start + start, passage.start + end)


def _answer(
    *claims: Claim, question: str = "What?", standalone: str = "", note: str = ""
) -> Answer:
    return Answer(question, standalone or question, Outcome.ANSWERED, claims, note=note)


def _declined(outcome: Outcome, *passages: Passage, note: str = "") -> Answer:
    considered = tuple(Considered(Hit(passage, 0.1), False, "too weak") for passage in passages)
    return Answer("What?", "What?", outcome, considered=considered, note=note)


def _bodies(html: str) -> list[str]:
    """The passages' texts as HTML, without the citation numbers."""
    bodies = re.findall(r'<div class="text">(.*?)</div>', html, re.DOTALL)
    return [re.sub(r"<sup>[^<]*</sup>", "", body) for body in bodies]


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


PASSAGE = _passage(
    "Clusters help. They lower costs. Firms learn.", 100, Place(("Clusters",), page=16)
)
HELP, COSTS, LEARN = (_citation(PASSAGE, *span) for span in ((0, 14), (15, 32), (33, 45)))


def test_marks_are_numbered_as_the_citations_are() -> None:
    other = _citation(_passage("Elsewhere.", 500), 0, 10)
    claims = [
        Claim("One.", (COSTS,)),
        Claim("Two.", (HELP, COSTS)),
        Claim("Three.", (other, COSTS)),
    ]
    assert claims_markdown(claims) == (
        "One.<sup>[1]</sup> Two.<sup>[2][1]</sup> Three.<sup>[3][1]</sup>"
    )
    assert _answer(*claims).citations == (COSTS, HELP, other)


def test_a_claim_keeps_its_number_while_more_claims_come() -> None:
    claims = [Claim("One.", (HELP,)), Claim("Two.", (COSTS,)), Claim("Three.", (HELP, LEARN))]
    whole = claims_markdown(claims)
    for count in range(1, len(claims)):
        assert whole.startswith(claims_markdown(claims[:count]))


def test_items_make_a_list_between_paragraphs() -> None:
    claims = [
        Claim("Do this:", (HELP,)),
        Claim("learn", (LEARN,), is_item=True),
        Claim("save", (COSTS,), is_item=True),
        Claim("Then rest.", (HELP,)),
    ]
    html = MarkdownIt().render(claims_markdown(claims))
    assert re.sub(r"<sup>.*?</sup>", "", html) == (
        "<p>Do this:</p>\n<ul>\n<li>learn</li>\n<li>save</li>\n</ul>\n<p>Then rest.</p>\n"
    )


def test_a_follow_up_says_how_it_was_read() -> None:
    claim = Claim("Clusters help.", (HELP,))
    read = _answer(claim, question="and it?", standalone="and it? (about: clusters)")
    assert answer_markdown(read).startswith("*I understood: and it? (about: clusters)*\n\nClusters")
    assert answer_terminal(read).startswith("I understood: and it? (about: clusters)\n\nClusters")
    assert "I understood" not in answer_markdown(
        _answer(claim, question=" What? ", standalone="What?")
    )


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if not outcome.is_answer])
def test_what_is_declined_is_said_in_the_outcomes_words(outcome: Outcome) -> None:
    answer = _declined(outcome, PASSAGE, note="It never says “x”.")
    parts = [outcome.words, "It never says “x”."]
    # Thanks are met before anything else is said.
    said = " ".join(parts[::-1] if outcome is Outcome.SMALL_TALK else parts)
    assert answer_markdown(answer) == answer_terminal(answer) == said
    assert "<mark>" not in evidence_html(answer)


def test_what_could_be_asked_is_said_where_nobody_shows_it_as_buttons() -> None:
    answer = Answer("What?", "What?", Outcome.NO_EVIDENCE, suggestions=("Who pays?", "When?"))
    invitation = "You could ask: “Who pays?” “When?”"
    assert answer_terminal(answer).endswith(invitation)
    assert answer_markdown(answer).endswith(escape_markdown(invitation))
    assert answer.text.endswith(invitation)
    assert answer_markdown(answer, turn=1) == Outcome.NO_EVIDENCE.words


def test_a_part_of_an_answer_says_that_it_is_one() -> None:
    answer = Answer("What?", "What?", Outcome.PARTLY_ANSWERED, (Claim("Clusters help.", (HELP,)),))
    assert answer_markdown(answer).endswith(f"\n\n*{Outcome.PARTLY_ANSWERED.words}*")
    assert Outcome.PARTLY_ANSWERED.words in answer_terminal(answer)


def test_a_card_for_each_passage_in_the_order_of_citation() -> None:
    other = _citation(_passage("Elsewhere & on.", 0, Place(labels=("Box 1",))), 0, 15)
    html = evidence_html(
        _answer(Claim("a", (other, HELP)), Claim("b", (COSTS,)), Claim("c", (LEARN, other)))
    )
    assert re.findall(r"<h3>(.*?)</h3>", html) == ["Box 1", "Clusters, p. 16"]
    assert re.findall(r'class="number">(.*?)<', html) == ["1", "2–4"]
    assert re.findall(r"<mark[^>]*>(.*?)</mark><sup>(.*?)</sup>", html) == [
        ("Elsewhere &amp; on.", "1"),
        ("Clusters help.", "2"),
        ("They lower costs.", "3"),
        ("Firms learn.", "4"),
    ]
    assert html.count("A Title") == 2


def test_overlapping_quotes_are_marked_once_and_end_where_they_end() -> None:
    wide, inner = _citation(PASSAGE, 0, 32), _citation(PASSAGE, 9, 14)
    html = evidence_html(_answer(Claim("a", (wide,)), Claim("b", (inner,))))
    assert _plain(_bodies(html)[0]) == PASSAGE.text
    assert (
        '<mark class="q1 q2">help.</mark><sup>2</sup><mark class="q1"> They lower costs.</mark><sup>1</sup>'
        in html
    )


def test_a_row_is_shown_as_labels_and_values() -> None:
    text = "Asia | Loans | 12% | 7 < 9"
    cells = (
        Cell(("Asia", "Loans"), ("Small", "2001"), "12%", 215, 218),
        Cell(("Asia", "Loans"), ("Large",), "7 < 9", 221, 226),
    )
    row = Passage("d#200", "d", "T", text, Place(kind=BlockKind.ROW), 200, 226, cells)
    html = evidence_html(_answer(Claim("a", (_citation(row, 15, 18),))))
    assert (
        '<th scope="row">Small › 2001</th><td><mark class="q1">12%</mark><sup>1</sup></td>' in html
    )
    assert '<th scope="row">Large</th><td>7 &lt; 9</td>' in html
    assert "<caption>Asia › Loans</caption>" in html
    whole = evidence_html(_answer(Claim("a", (_citation(row, 0, 26),))))
    assert "<caption><mark>Asia › Loans</mark></caption>" in whole
    assert '<td><mark class="q1">7 &lt; 9</mark><sup>1</sup></td>' in whole


def test_a_whole_table_is_shown_as_one() -> None:
    table = _passage("Table 1 Loans\nCountry | Rate\nNepal | 5%", place=Place(kind=BlockKind.TABLE))
    html = evidence_html(_answer(Claim("a", (_citation(table, 29, 39),))))
    assert html.count("<tr>") == 3 and html.count("<th>") == 2
    assert '<mark class="q1">5%</mark><sup>1</sup>' in html
    assert _plain(_bodies(html)[0]) == table.text


def _table(lines: list[str], labels: int, start: int = 100) -> WholeTable:
    """A table from its lines: caption, heads, rows with so many labels, notes after an empty line."""
    text = "\n".join(lines)
    heads = lines[1].split(" | ")
    rows: list[Passage] = []
    offset = start + len(lines[0]) + len(lines[1]) + 2
    for line in lines[2 : lines.index("")]:
        cells, position = [], offset
        for column, piece in enumerate(line.split(" | ")):
            if column >= labels:
                row = tuple(line.split(" | ")[:labels])
                path = tuple(heads[column].split(" › "))
                cells.append(Cell(row, path, piece, position, position + len(piece)))
            position += len(piece) + 3
        place = Place(kind=BlockKind.ROW, labels=("Table 1",), caption="Grants", row=cells[0].row)
        rows.append(
            Passage(f"d#{offset}", "d", "T", line, place, offset, offset + len(line), tuple(cells))
        )
        offset += len(line) + 1
    return WholeTable(text, start, tuple(rows))


GRANTS = _table(
    [
        "Table 1 Grants",
        "Region | Year | Yards › Small | Yards › Large",
        "North & East | 2015 | 120 | 300",
        "North & East | 2016 | 180 | 260",
        "South | 2015 | 60 | 1,200",
        "",
        "Source: <harbour> office.",
    ],
    labels=2,
)


def _cell_answer(table: WholeTable, *places: tuple[int, int]) -> Answer:
    """An answer that cites cells by row and column."""
    cells = [(table.rows[row], table.rows[row].cells[column]) for row, column in places]
    quotes = tuple(Citation(row, cell.text, cell.start, cell.end) for row, cell in cells)
    return _answer(Claim("a", quotes))


def test_a_cited_cell_is_shown_in_its_whole_table() -> None:
    html = evidence_html(_cell_answer(GRANTS, (1, 0)), lambda _: Surroundings(table=GRANTS))
    assert "<h3>Table 1</h3>" in html
    head = html.split("<thead>")[1].split("</thead>")[0]
    assert '<th scope="col" rowspan="2">Region</th><th scope="col" rowspan="2">Year</th>' in head
    assert '<th scope="colgroup" colspan="2">Yards</th>' in head
    assert '<th scope="col" class="cited">Small</th><th scope="col">Large</th>' in head
    rows = re.findall(
        r'<tr class="(\w+)">(.*?)</tr>', html.split("<tbody>")[1].split("</tbody>")[0]
    )
    assert [style for style, _ in rows] == ["other", "cited", "other"]
    assert (
        '<td class="cited"><mark class="q1">180</mark><sup>1</sup></td><td>260</td>' in rows[1][1]
    )
    assert '<th scope="row">North &amp; East</th>' in rows[1][1]
    assert '<div class="notes"><p>Source: &lt;harbour&gt; office.</p></div>' in html


def test_rows_of_one_table_share_a_card() -> None:
    html = evidence_html(_cell_answer(GRANTS, (0, 0), (2, 0)), lambda _: Surroundings(table=GRANTS))
    assert html.count("<article") == 1 and 'class="number">1–2<' in html


def test_bars_are_as_long_as_their_figures() -> None:
    html = evidence_html(_cell_answer(GRANTS, (0, 0), (2, 0)), lambda _: Surroundings(table=GRANTS))
    chart = html.split('<table class="chart">')[1].split("</table>")[0]
    assert "<caption>Yards › Small</caption>" in chart
    assert re.findall(r"width:([\d.]+)%", chart) == ["66.7", "100.0", "33.3"]
    assert re.findall(r'<tr class="(\w+)">', chart) == ["cited", "other", "cited"]
    assert re.findall(r'class="value">([^<]+)<', chart) == ["120", "180", "60"]


@pytest.mark.parametrize("spoilt", ["n.a.", "50%", "–", "12 (estimate) or 14"])
def test_what_has_no_common_scale_has_no_bars(spoilt: str) -> None:
    table = _table(
        ["T", "Year | A | B", "2015 | 1 | 5", f"2016 | {spoilt} | 6", "2017 | 3 | 7", "", "N."], 1
    )
    html = evidence_html(_cell_answer(table, (0, 0)), lambda _: Surroundings(table=table))
    assert "chart" not in html and "<mark" in html


def test_of_a_very_long_table_the_rows_around_the_cited_are_shown() -> None:
    lines = ["T", "Year | A", *(f"{year} | {year % 7}" for year in range(1000, 1500)), "", "N."]
    table = _table(lines, 1)
    html = evidence_html(_cell_answer(table, (250, 0)), lambda _: Surroundings(table=table))
    assert html.count('<tr class="other">') == 16 and html.count('<tr class="cited">') == 1
    assert re.findall(r">(\d+) more rows<", html) == ["242", "241"]


def test_what_is_gone_is_said_and_cannot_be_opened() -> None:
    answer = _answer(Claim("a", (HELP,)))
    there = evidence_html(answer, lambda _: Surroundings(can_open=True))
    assert 'href="#documents/d/100-114"' in there and "no longer" not in there
    gone = evidence_html(answer, lambda _: Surroundings(is_found=False, can_open=True))
    assert "no longer in the documents" in gone and "#documents" not in gone
    assert '<mark class="q1">Clusters help.</mark>' in gone


def test_neighbours_are_folded_away() -> None:
    before, after = _passage("What <b>came</b> before."), _passage("What follows.", 900)
    html = evidence_html(
        _answer(Claim("a", (HELP,))), lambda _: Surroundings(before=before, after=after)
    )
    folded = html.split("<summary>What stands before and after</summary>")[1].split("</details>")[0]
    assert folded.index("What &lt;b&gt;came&lt;/b&gt; before.") < folded.index("What follows.")


def test_why_names_every_hit_and_every_dropped_claim() -> None:
    answer = Answer(
        "What?", "What?", Outcome.PARTLY_ANSWERED, (Claim("a", (HELP,)),),
        (
            Considered(Hit(PASSAGE, 0.9), True, "confidence 0.90 is at least 0.50"),
            Considered(Hit(_passage("More.", 7, Place(("Firms <i>",))), 0.1), False, "too weak"),
        ),
        (DroppedClaim("It <pays> 90%.", "no figure 90 in the quote"),),
    )  # fmt: skip
    why = evidence_html(answer).split("<summary>Why this answer?</summary>")[1]
    assert why.count("<li>") == 3
    assert why.index("Kept") < why.index("Clusters") < why.index("at least 0.50")
    assert why.index("Left out") < why.index("Firms &lt;i&gt;") < why.index("too weak")
    assert "It &lt;pays&gt; 90%." in why and "no figure 90" in why


def test_marks_of_a_turn_are_links_that_name_their_place() -> None:
    hostile = _citation(_passage("Words.", 0, Place(('"><img src=x>',))), 0, 6)
    claims = [Claim("One.", (COSTS,)), Claim("Two.", (hostile, COSTS))]
    html = MarkdownIt("commonmark").render(claims_markdown(claims, turn=3))
    assert re.findall(r'href="([^"]+)"', html) == [
        "#citation-3-1", "#citation-3-2", "#citation-3-1",
    ]  # fmt: skip
    assert 'title="Clusters, p. 16"' in html and "<img" not in html
    assert re.sub(r"<[^>]*>", "", html).split() == ["One.[1]", "Two.[2][1]"]


def test_what_was_considered_is_folded_away_under_an_honest_heading() -> None:
    html = evidence_html(_declined(Outcome.NO_EVIDENCE, PASSAGE, _passage("More.")))
    assert "Nothing quoted" in html and "no answer rests on them" in html
    assert html.index("<details>") < html.index("Clusters help.") < html.index("</details>")
    assert "open" not in html.split("<details", 1)[1].split(">", 1)[0]


def test_where_nothing_was_looked_up_nothing_is_shown() -> None:
    html = evidence_html(_declined(Outcome.REFUSED_INPUT))
    assert "<article" not in html and "No passage was looked up" in html


def test_the_terminal_gets_claims_then_numbered_quotes() -> None:
    said = answer_terminal(
        _answer(
            Claim("Do:", (HELP,)),
            Claim("learn", (LEARN,), is_item=True),
            Claim("Then rest.", (HELP,)),
            note="Mind the page.",
        )
    )
    assert said == (
        "Do: [1]\n• learn [2]\nThen rest. [1]\n\nMind the page.\n\n"
        "[1] Clusters, p. 16 — A Title\n    “Clusters help.”\n\n"
        "[2] Clusters, p. 16 — A Title\n    “Firms learn.”"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    passage = Passage("d#0", "d", text, text, Place((text,), caption=text), 0, len(text))
    claim = Claim(text, (_citation(passage, 0, len(text)),))
    answer = Answer(text, f"{text} again", Outcome.PARTLY_ANSWERED, (claim,), note=text)
    html = evidence_html(answer)
    tags = set(re.findall(r"</?([a-zA-Z0-9]+)", html))
    assert tags <= {
        "section", "h2", "p", "article", "header", "span", "h3", "div", "mark", "sup",
        "details", "summary", "a",
    }  # fmt: skip
    assert set(re.findall(r"<[^>]*\s(\w+)=", html)) == {"class", "id", "href"}
    assert re.findall(r"<a [^>]*>", html) == ['<a class="back" href="#answer">']
    rendered = (
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(answer_markdown(answer))
    )
    assert set(re.findall(r"</?(\w+)", rendered)) <= {"p", "em", "sup"}
    assert text in " ".join(unescape(rendered).split())
    declined = answer_markdown(_declined(Outcome.NO_EVIDENCE, note=text))
    assert not re.search(r"(?<!\\)[<\[`]|(?<!\\):(?=//)", declined)


@given(st.text())
def test_any_text_is_one_paragraph_of_the_same_words(text: str) -> None:
    rendered = (
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(escape_markdown(text))
    )
    paragraph = re.fullmatch(r"(?:<p>([^<>]*)</p>\n)?", rendered)
    assert paragraph, rendered
    words = re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split()
    assert unescape(paragraph[1] or "").split() == words


@st.composite
def _cited(draw: st.DrawFn) -> tuple[Passage, list[Citation]]:
    """A passage of any text, plain or a table, with quotes anywhere in it."""
    text = draw(st.text(st.sampled_from("ab &<>\"'\n\r|•#;1\u2028é"), min_size=1, max_size=60))
    kind = draw(st.sampled_from([BlockKind.PROSE, BlockKind.TABLE]))
    passage = _passage(text, draw(st.integers(0, 50)), Place(kind=kind))
    edges = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(edges, edges), min_size=1, max_size=5))
    quotes = [_citation(passage, *sorted(span)) for span in spans if span[0] != span[1]]
    return passage, quotes or [_citation(passage, 0, len(text))]


@given(_cited())
def test_a_marked_passage_is_still_the_passage(cited: tuple[Passage, list[Citation]]) -> None:
    passage, quotes = cited
    html = _bodies(evidence_html(_answer(Claim("a", tuple(quotes)))))[0]
    assert _plain(html) == passage.text
    marked: list[bool] = []
    inside = False
    for piece in re.split(r"(<[^>]*>)", html):
        inside = piece.startswith("<mark") or (inside and piece != "</mark>")
        marked += [] if piece.startswith("<") else [inside] * len(unescape(piece))
    for position, character in enumerate(passage.text):
        absolute = passage.start + position
        quoted = any(quote.start <= absolute < quote.end for quote in quotes)
        # Line breaks and the bars between cells are not shown, so they are never marked.
        assert marked[position] <= quoted, position
        assert marked[position] == quoted or character in "\n |", position


@given(st.text(), st.text(min_size=1))
def test_a_terminal_is_never_steered(claimed: str, quoted: str) -> None:
    passage = _passage(quoted)
    said = answer_terminal(_answer(Claim(claimed, (_citation(passage, 0, len(quoted)),))))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", said)

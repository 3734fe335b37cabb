"""The paraphrased claims stand on quotes of the documents, and are what their card says."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from smeadvisor.assembly import read_documents
from smeadvisor.domain.documents import Block, Document
from smeadvisor.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "evals" / "claims"
CORPORA = (ROOT / "corpus", ROOT / "evals" / "other-documents" / "corpus")
HALVES = ("development", "test")
KINDS = {"prose", "table-cell", "list", "programme", "footnote", "box"}
FIGURE = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)(?: (thousand|million|billion))?")
SCALES = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    split: str
    kind: str
    document: str
    text: str
    quotes: list[str]


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {
        document.id: document
        for folder in CORPORA
        for document in read_documents(Settings(corpus_folder=folder))
    }


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    lines = (FOLDER / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines()
    return [Claim(**json.loads(line)) for line in lines]


def test_there_are_enough_claims_in_each_half(claims: list[Claim]) -> None:
    halves = Counter(claim.split for claim in claims)
    assert len(claims) >= 160
    assert set(halves) == set(HALVES)
    assert min(halves.values()) >= 70


def test_no_claim_is_there_twice(claims: list[Claim]) -> None:
    assert len({claim.id for claim in claims}) == len(claims)
    assert len({_plain(claim.text) for claim in claims}) == len(claims)


def test_every_quote_stands_in_its_document_exactly_once(
    claims: list[Claim], documents: dict[str, Document]
) -> None:
    times = {
        (claim.id, quote): documents[claim.document].text.count(quote)
        for claim in claims
        for quote in claim.quotes
    }
    assert all(claim.quotes for claim in claims)
    assert not {where: found for where, found in times.items() if found != 1}


def test_no_claim_says_it_in_the_words_of_its_quotes(claims: list[Claim]) -> None:
    for claim in claims:
        quoted = [*claim.quotes, " ".join(claim.quotes)]
        assert not [quote for quote in quoted if _plain(claim.text) in _plain(quote)], claim.id


def test_every_figure_of_a_claim_stands_in_its_quotes_or_over_the_columns_of_its_rows(
    claims: list[Claim], documents: dict[str, Document]
) -> None:
    for claim in claims:
        heads = _column_names(documents[claim.document], claim.quotes)
        known = {value for text in (*claim.quotes, *heads) for value in _values(text)}
        strange = [match[0] for match in FIGURE.finditer(claim.text) if not _both(match) & known]
        assert not strange, f"{claim.id}: {strange} cannot be found"


def test_claims_about_tables_quote_whole_rows(
    claims: list[Claim], documents: dict[str, Document]
) -> None:
    rows = {name: set(_rows(document)) for name, document in documents.items()}
    for claim in claims:
        if claim.kind in ("table-cell", "programme"):
            assert rows[claim.document] & set(claim.quotes), claim.id


def test_the_halves_are_alike(claims: list[Claim], documents: dict[str, Document]) -> None:
    counted = Counter((claim.kind, claim.split) for claim in claims)
    assert {claim.kind for claim in claims} == KINDS
    assert all(abs(counted[kind, "test"] - counted[kind, "development"]) <= 1 for kind in KINDS)
    sources = {(claim.document, claim.split) for claim in claims}
    assert sources == {(name, half) for name in documents for half in HALVES}


def test_the_card_counts_the_claims_as_they_are(claims: list[Claim]) -> None:
    card = (FOLDER / "card.md").read_text(encoding="utf-8")
    said = {kind: (int(first), int(second)) for kind, first, second in _counts(card)}
    counted = Counter((claim.kind, claim.split) for claim in claims)
    assert said == {kind: tuple(counted[kind, half] for half in HALVES) for kind in KINDS}
    assert f"holds {len(claims)} sentences" in card
    for name, number in Counter(claim.document for claim in claims).items():
        assert f"{number} about `{name}`" in " ".join(card.split())


def _plain(text: str) -> str:
    """The words alone, so that a comma or a capital does not make a paraphrase."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _both(figure: re.Match[str]) -> set[Decimal]:
    """The number as written and as meant: a table says "million" over its columns, if at all."""
    number = Decimal(figure[1].replace(",", ""))
    return {number, number * SCALES[figure[2] or ""]}


def _values(text: str) -> Iterator[Decimal]:
    for match in FIGURE.finditer(text):
        yield from _both(match)


def _column_names(document: Document, quotes: Sequence[str]) -> Iterator[str]:
    for table in _tables(document.blocks):
        if any(document.text[row.start : row.end] in quotes for row in table.parts):
            assert table.table
            yield from (name for column in table.table.columns for name in column)


def _rows(document: Document) -> Iterator[str]:
    for table in _tables(document.blocks):
        yield from (document.text[row.start : row.end] for row in table.parts)


def _tables(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.table:
            yield block
        yield from _tables(block.parts)


def _counts(card: str) -> list[tuple[str, str, str]]:
    return re.findall(r"^\| ([\w-]+) \| (\d+) \| (\d+) \|$", card, re.MULTILINE)

"""Chroma's chunking evaluation: corpora/*.md and questions_df.csv with character spans.

Smith and Troynikov 2024, "Evaluating Chunking Strategies for Retrieval". All questions are asked
over all corpora together, as their code does.
"""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.benchmarks import Collection, Query, plain_document, text_of, usable
from smeadvisor.evaluation.measures.spans import Span


def read(folder: Path) -> Collection:
    """The corpora, each a document with its file's exact text, and the questions in their order.

    Raises:
        DatasetError: a file is missing or a line of it cannot be used, which includes a reference
            that does not stand where its offsets say; it names file and line.
    """
    texts = {path.stem: text_of(path) for path in sorted((folder / "corpora").glob("*.md"))}
    path = folder / "questions_df.csv"
    rows = csv.DictReader(io.StringIO(text_of(path)))
    queries: list[Query] = []
    for row in rows:
        with usable(f"{path}:{rows.line_num}"):
            corpus, references = row["corpus_id"], json.loads(row["references"])
            spans = tuple(_span(corpus, texts, reference) for reference in references)
            if not spans or not row["question"]:
                raise ValueError("a question or its references are missing")
            queries.append(Query(str(len(queries)), row["question"], {corpus: 1}, spans))
    if not queries:
        raise DatasetError(f"The benchmark file '{path}' has no questions.")
    documents = (plain_document(name, name.replace("_", " "), texts[name]) for name in texts)
    return Collection("chunking", tuple(documents), tuple(queries))


def _span(corpus: str, texts: Mapping[str, str], reference: Mapping[str, str | int]) -> Span:
    span = Span(corpus, int(reference["start_index"]), int(reference["end_index"]))
    if texts[corpus][span.start : span.end] != reference["content"]:
        raise ValueError(f"corpora/{corpus}.md has other words at {span.start}–{span.end}")
    return span

"""BEIR folders: corpus.jsonl, queries.jsonl, qrels/test.tsv (Thakur et al. 2021, "BEIR").

A document is an abstract with its title beside it; the gold is document ids with grades.
"""

import json
from collections import defaultdict
from pathlib import Path

from smeadvisor.domain.documents import Document
from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.benchmarks import Collection, Query, lines_of, plain_document, string

_HEADER = "query-id\tcorpus-id\tscore"


def read(folder: Path) -> Collection:
    """A BEIR data set with the queries that its test judgements name.

    Raises:
        DatasetError: a file is missing or a line of it cannot be used; it names file and line.
    """
    documents = {document.id: document for document in lines_of(folder / "corpus.jsonl", _document)}
    texts = dict(lines_of(folder / "queries.jsonl", _query))

    def judgement(line: str) -> tuple[str, str, int]:
        query, document, score = line.split("\t")
        if query not in texts or document not in documents:
            raise ValueError(f"query {query} or document {document} is not in the data set")
        return query, document, int(score)

    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    judged = folder / "qrels" / "test.tsv"
    for row in lines_of(judged, lambda line: None if line == _HEADER else judgement(line)):
        if row:
            relevant[row[0]][row[1]] = row[2]
    if not relevant:
        raise DatasetError(f"The benchmark file '{judged}' has no judgements.")
    queries = tuple(Query(query, texts[query], grades) for query, grades in relevant.items())
    return Collection(folder.resolve().name, tuple(documents.values()), queries)


def _document(line: str) -> Document:
    record = json.loads(line)
    return plain_document(string(record, "_id"), string(record, "title"), string(record, "text"))


def _query(line: str) -> tuple[str, str]:
    record = json.loads(line)
    return string(record, "_id"), string(record, "text")

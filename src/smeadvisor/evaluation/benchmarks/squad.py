"""SQuAD 2.0: paragraphs with questions that they answer or not (Rajpurkar, Jia and Liang 2018).

A paragraph is a document; the gold of an answerable question is its paragraph and its first answer.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from smeadvisor.domain.documents import Document
from smeadvisor.evaluation.benchmarks import Collection, Query, plain_document, text_of, usable
from smeadvisor.evaluation.measures.spans import Span


def read(folder: Path) -> Collection:
    """The paragraphs and questions of dev-v2.0.json; a paragraph's id is article/number.

    Raises:
        DatasetError: the file, a line of it or (it is published as one line) an article is unusable.
    """
    path = folder / "dev-v2.0.json"
    documents, queries = list[Document](), list[Query]()
    with usable(str(path)):
        articles = enumerate(json.loads(text_of(path))["data"], 1)
    for number, article in articles:
        with usable(f"{path}, article {number},"):
            for document, paragraph in _paragraphs(article):
                documents.append(document)
                queries += [_query(document, record) for record in paragraph["qas"]]
    return Collection("squad2", tuple(documents), tuple(queries))


def _paragraphs(article: Mapping[str, Any]) -> Iterator[tuple[Document, Mapping[str, Any]]]:
    title, name = article["title"], article["title"].replace("_", " ")
    for number, paragraph in enumerate(article["paragraphs"], 1):
        yield plain_document(f"{title}/{number}", name, paragraph["context"]), paragraph


def _query(document: Document, record: Mapping[str, Any]) -> Query:
    name, text, answers = record["id"], record["question"], record["answers"]
    if bool(answers) == record["is_impossible"]:
        raise ValueError(f"question {name} must have answers or be impossible")
    if not answers:
        return Query(name, text, answerable=False)
    start, answer = answers[0]["answer_start"], answers[0]["text"]
    if document.text[start : start + len(answer)] != answer:
        raise ValueError(f"the first answer of question {name} does not stand at {start}")
    spans = (Span(document.id, start, start + len(answer)),)
    return Query(name, text, {document.id: 1}, spans)

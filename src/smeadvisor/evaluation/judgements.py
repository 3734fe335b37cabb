"""Gold quotes and cells as spans of the documents, so that judgements survive any splitting.

Also the validator: what is not in the document word for word is named by file and line.
"""

from collections.abc import Iterator, Mapping, Sequence

from smeadvisor.domain.documents import Block, Cell, Document
from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.dataset import Fact, Gold, Question, squeeze
from smeadvisor.evaluation.measures.spans import Span

# For each fact of a question, the spans that support it by themselves.
Judgement = tuple[tuple[Span, ...], ...]


def judge(questions: Sequence[Question], documents: Sequence[Document]) -> dict[str, Judgement]:
    """The spans of every question's gold, by question id; a fact without gold has none.

    Raises:
        DatasetError: a quote is not in its document exactly once, a cell is not in its row and
            column, or none of a fact's accepted wordings stands in what supports it.
    """
    by_id = {document.id: document for document in documents}
    return {
        question.id: tuple(
            tuple(_span(gold, fact, by_id, question.line) for gold in fact.gold)
            for fact in question.facts
        )
        for question in questions
    }


def _span(gold: Gold, fact: Fact, documents: Mapping[str, Document], where: str) -> Span:
    document = documents.get(gold.document)
    if document is None:
        known = ", ".join(documents) or "none"
        raise DatasetError(f"{where}: there is no document '{gold.document}'; there is {known}.")
    span = _quote(gold, document, where) if gold.quote else _cell(gold, document, where)
    if not fact.is_in(document.text[span.start : span.end]):
        raise DatasetError(f"{where}: none of {list(fact.accept)} stands in what supports it.")
    return span


def _quote(gold: Gold, document: Document, where: str) -> Span:
    times = document.text.count(gold.quote)
    if times != 1:
        raise DatasetError(
            f"{where}: the quote {gold.quote!r} stands {times} times in '{document.id}', not once."
        )
    start = document.text.index(gold.quote)
    return Span(document.id, start, start + len(gold.quote))


def _cell(gold: Gold, document: Document, where: str) -> Span:
    """From the row's name to the end of the cell: a figure without its name supports nothing."""
    for row, cells in _rows(document.blocks, gold.table):
        for cell in cells:
            if (cell.row, cell.column) == (gold.row, gold.column):
                if squeeze(cell.text) == squeeze(gold.cell):
                    return Span(document.id, row.start, cell.end)
                raise DatasetError(
                    f"{where}: {gold.table} has {cell.text!r} at {gold.row} and {gold.column}, "
                    f"not {gold.cell!r}."
                )
    raise DatasetError(f"{where}: {gold.table} has no cell at {gold.row} and {gold.column}.")


def _rows(blocks: Sequence[Block], label: str) -> Iterator[tuple[Block, Sequence[Cell]]]:
    for block in blocks:
        if block.table and label in block.place.labels:
            yield from zip(block.parts, block.table.rows, strict=True)
        yield from _rows(block.parts, label)

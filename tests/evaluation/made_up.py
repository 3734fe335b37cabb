"""Questions, rows and runs made up for tests: two documents' worth of places, no index, no model."""

from collections.abc import Sequence
from pathlib import Path

from smeadvisor.evaluation import runs
from smeadvisor.evaluation.dataset import Fact, Gold, Question
from smeadvisor.evaluation.judgements import Judgement
from smeadvisor.evaluation.measures.spans import Span
from smeadvisor.evaluation.rows import AnswerRow, CitationRow, HitRow, Row
from smeadvisor.evaluation.scoring import Scored, score

GOLD = Span("a.md", 10, 20)
PASSAGES = {"p1": Span("a.md", 0, 30), "p2": Span("a.md", 30, 60)}


def question(id: str, answerable: bool = True, **changes: object) -> Question:
    """A question whose one fact is `50%`, or one that cannot be answered."""
    facts = (Fact(("50%",), (Gold("a.md", quote="pays 50%"),)),) if answerable else ()
    plain: dict[str, object] = {
        "id": id,
        "question": f"Question {id}?",
        "kind": "fact" if answerable else "near-miss",
        "answerable": answerable,
        "facts": facts,
    }
    return Question(**(plain | changes))  # type: ignore[arg-type]


def answer(
    text: str = "It pays 50%.", confidence: float = 0.9, is_answer: bool = True
) -> AnswerRow:
    """An answer that cites the gold."""
    cited = (CitationRow("a.md", 10, 18, "Grants", "pays 50%", True),)
    label = "answered" if is_answer else "no evidence"
    return AnswerRow(
        label, is_answer, text, "a question", confidence, 1, cited if is_answer else (), 0.01, 0.02
    )


def row(id: str, said: AnswerRow | None = None, found: bool = True) -> Row:
    """A row that found the passage with the gold first, or only the other one."""
    gold = HitRow("p1", "a.md", 0, 30, "Grants", "The fund pays 50% of it.", 1.0)
    other = HitRow("p2", "a.md", 30, 60, "Loans", "Nothing of the kind.", 0.5)
    return Row(id, (gold, other) if found else (other,), 0.005, said)


def scored(questions: Sequence[Question], rows: Sequence[Row]) -> list[Scored]:
    """The questions with their measures."""
    return score(questions, rows, judgements(questions), PASSAGES, {})


def judgements(questions: Sequence[Question]) -> dict[str, Judgement]:
    """The gold of every answerable question at the same place."""
    return {one.id: ((GOLD,),) if one.answerable else () for one in questions}


def run_folder(
    root: Path, lines: str, rows: Sequence[Row], split: str = "test", retrieval_only: bool = False
) -> Path:
    """A run on disk: `lines` is the text of its questions.jsonl."""
    path = root / "questions.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(lines, encoding="utf-8")
    config = runs.describe(path, split, retrieval_only, {"port": 7860}, "index")
    gold: dict[str, Judgement] = {one.id: ((GOLD,),) if one.hits else () for one in rows}
    return runs.write(root / "runs", config, rows, runs.Judged(gold, PASSAGES))


def line(id: str, **changes: str) -> str:
    """A line of questions.jsonl with the fact `50%`."""
    import json

    return (
        json.dumps({"id": id, "question": f"Question {id}?", "facts": [["50%"]]} | changes) + "\n"
    )

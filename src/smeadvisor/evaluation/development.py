"""How the questions of a set are answered: a quick look while building, not a test result."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Answer
from smeadvisor.evaluation.dataset import Question

_FIRST = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the answer it got."""

    question: Question
    answer: Answer

    @property
    def is_right(self) -> bool:
        """All key facts in the answer's text, or a question without an answer declined."""
        if self.question.answerable:
            return (
                self.answer.outcome.is_answer and self.question.facts_found(self.answer.text) == 1
            )
        return not self.answer.outcome.is_answer

    @property
    def is_retrieved(self) -> bool:
        """All key facts in the first five passages."""
        first = self.answer.considered[:_FIRST]
        texts = [entry.hit.passage.text for entry in first]
        return self.question.facts_found("\n".join(texts)) == 1


def ask_all(advisor: Advisor, questions: Sequence[Question]) -> list[Asked]:
    """Ask every question by itself."""
    return [Asked(question, advisor.ask(question.question)) for question in questions]


def table(asked: Sequence[Asked]) -> str:
    """A Markdown table: the share answered right, by kind of question."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    for entry in asked:
        group = "answerable" if entry.question.answerable else "not answerable"
        kinds[group].append(entry.is_right)
        kinds[f"{group}: {entry.question.kind}"].append(entry.is_right)
        if entry.question.answerable:
            kinds["answerable, key facts in the first five passages"].append(entry.is_retrieved)
    lines = ["| questions | right | of |", "|---|---|---|"]
    lines += [
        f"| {kind} | {sum(rights)} | {len(rights)} |" for kind, rights in sorted(kinds.items())
    ]
    return "\n".join(lines)

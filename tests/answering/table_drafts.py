"""What the table part drafts for questions over a report written for a test, checked as in the program."""

from collections.abc import Callable
from pathlib import Path

from smeadvisor.answering.verification import Verifier
from smeadvisor.assembly import _views, build_index, open_index
from smeadvisor.assembly.finding import retriever_over, tables_over
from smeadvisor.domain.answers import Claim, Considered, DraftClaim, Evidence, Remark
from smeadvisor.settings import Settings

Drafted = tuple[list[Claim], list[str]]
Draft = Callable[[str], Drafted]


def drafts_over(report: str, folder: Path) -> Draft:
    """Gives the claims that stand for a question over a report, and the remarks that go with them."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / "report.md").write_text(report, encoding="utf-8")
    settings = Settings(corpus_folder=folder / "corpus", index_folder=folder / "index")
    build_index(settings)
    index = open_index(settings)
    views = _views(settings, index)
    retriever = retriever_over(views)
    answerer = tables_over(views)

    def drafted(question: str) -> Drafted:
        hits = retriever.retrieve(question, 10)
        considered = tuple(Considered(hit, True, "") for hit in hits)
        found = list(answerer.draft(Evidence(question, considered, 1.0)))
        verdicts = [Verifier().check(one) for one in found if isinstance(one, DraftClaim)]
        claims = [one for one in verdicts if isinstance(one, Claim)]
        assert len(claims) == len(verdicts)
        return claims, [one.text for one in found if isinstance(one, Remark)]

    return drafted


def text_of(claims: list[Claim]) -> str:
    """The claims, a line each."""
    return "\n".join(claim.text for claim in claims)

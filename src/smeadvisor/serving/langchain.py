"""The advisor inside other people's LangChain programs: its retrieval as a BaseRetriever, it as a Runnable.

Translates types and decides nothing.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ConfigDict, SkipValidation

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Answer, Claim, Evidence
from smeadvisor.retrieval import Retriever


class PassageRetriever(BaseRetriever):
    """Passages as LangChain documents, with their place and offsets as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    # A protocol cannot be checked by isinstance, which is what pydantic would do.
    retriever: Annotated[Retriever, SkipValidation]
    limit: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, limit: int | None = None
    ) -> list[Document]:
        return [
            Document(
                page_content=hit.passage.text,
                id=hit.passage.id,
                metadata={
                    "document_id": hit.passage.document_id,
                    "title": hit.passage.title,
                    "place": str(hit.passage.place),
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "score": hit.score,
                },
            )
            for hit in self.retriever.retrieve(query, limit or self.limit)
        ]


class AdvisorRunnable(Runnable[str, Claim | Answer]):
    """A question in; `invoke` and `batch` give the whole Answer, `stream` each checked Claim and then it."""

    name = "smeadvisor"

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor

    def invoke(self, input: str, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """The whole answer, in the traces of whoever calls."""
        answer = self._call_with_config(self._advisor.ask, input, config, run_type="chain")
        assert isinstance(answer, Answer), "an advisor answers"
        return answer

    def stream(
        self, input: str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Claim | Answer]:
        """Each claim as soon as it is checked, then the answer."""
        for step in self._advisor.steps(input):
            if not isinstance(step, Evidence):
                yield step


def as_runnable(advisor: Advisor) -> AdvisorRunnable:
    """The advisor as a Runnable, to be batched, streamed and composed."""
    return AdvisorRunnable(advisor)

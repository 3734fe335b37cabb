"""The advisor inside other people's LangChain programs: its retrieval as a BaseRetriever, it as a Runnable.

Translates types and decides nothing.
"""

from typing import Annotated

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict, SkipValidation

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Answer
from smeadvisor.retrieval import Retriever


class PassageRetriever(BaseRetriever):
    """Passages as LangChain documents, with their place and offsets as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    # A protocol cannot be checked by isinstance, which is what pydantic would do.
    retriever: Annotated[Retriever, SkipValidation]
    limit: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
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
            for hit in self.retriever.retrieve(query, self.limit)
        ]


def as_runnable(advisor: Advisor) -> Runnable[str, Answer]:
    """A Runnable that takes a question and returns the whole Answer; it can be batched and composed."""
    return RunnableLambda(lambda question: advisor.ask(question), name="smeadvisor")

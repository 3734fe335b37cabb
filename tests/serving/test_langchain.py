"""The advisor as LangChain's own programs use it."""

from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda
from langchain_core.tracers import BaseTracer
from langchain_core.tracers.schemas import Run
from langchain_tests.integration_tests import RetrieversIntegrationTests

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Answer, Claim, Outcome
from smeadvisor.serving.langchain import PassageRetriever, as_runnable

QUESTION = "Why do large firms innovate more?"
WEATHER = "What is the weather in Manila?"


class TestPassageRetriever(RetrieversIntegrationTests):
    """LangChain's own tests of what a retriever has to do."""

    @pytest.fixture(autouse=True)
    def _over_the_shipped_document(self, advisor: Advisor) -> None:
        self.advisor = advisor

    @property
    def retriever_constructor(self) -> type[PassageRetriever]:
        return PassageRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"retriever": self.advisor.retriever}

    @property
    def retriever_query_example(self) -> str:
        return "who pays for consultants?"

    @property
    def num_results_arg_name(self) -> str:
        return "limit"


def test_a_stream_gives_each_claim_and_then_the_answer(advisor: Advisor) -> None:
    *claims, answer = as_runnable(advisor).stream(QUESTION)
    assert isinstance(answer, Answer)
    assert claims and all(isinstance(claim, Claim) for claim in claims)
    assert list(answer.claims) == claims


def test_a_batch_gives_whole_answers_in_order(advisor: Advisor) -> None:
    answers = as_runnable(advisor).batch([QUESTION, WEATHER])
    assert [answer.outcome for answer in answers if isinstance(answer, Answer)] == [
        advisor.ask(QUESTION).outcome,
        Outcome.OUT_OF_SCOPE,
    ]


async def test_it_works_where_others_wait_for_it(advisor: Advisor) -> None:
    answer = await as_runnable(advisor).ainvoke(QUESTION)
    assert isinstance(answer, Answer) and answer.claims


def test_it_can_be_a_link_of_a_chain_and_is_traced(advisor: Advisor) -> None:
    names: list[str] = []

    class Tracer(BaseTracer):
        def _persist_run(self, run: Run) -> None:
            names.extend([run.name, *(child.name for child in run.child_runs)])

    chain = RunnableLambda(str.strip) | as_runnable(advisor) | RunnableLambda(lambda one: one.text)
    assert chain.invoke(f"  {QUESTION} ", {"callbacks": [Tracer()]}) == advisor.ask(QUESTION).text
    assert "smeadvisor" in names

"""What the page is made over: how it answers, what it may read and change. Every tab gets the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import example_questions
from smeadvisor.assembly.keeping import Circumstances, circumstances, feedback_path
from smeadvisor.assembly.pages import OpenedPair
from smeadvisor.indexing.index import Index
from smeadvisor.serving.feedback import FeedbackStore
from smeadvisor.settings import Settings


def _nothing() -> None:
    """Where nothing is opened anew."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """The parts of a page; with an advisor alone it can ask, and show what the advisor found.

    `advisor` and `index` open when they are first called; both raise SmeAdvisorError with what to do.
    `index` reads what stands around a passage, None where there is none to read. `renew` lets both
    answer from the index as it is now, after documents were added or removed. `examples` are
    questions offered to somebody who has not asked anything yet. `settings` say where documents,
    index and runs lie. `circumstances` are under what it answers now, for what is taken away;
    `feedback` keeps what readers say of answers.
    """

    advisor: Callable[[], Advisor]
    examples: Sequence[str] = ()
    index: Callable[[], Index] | None = None
    renew: Callable[[], None] = _nothing
    settings: Settings | None = None
    circumstances: Callable[[], Circumstances] | None = None
    feedback: FeedbackStore | None = None


def page_parts(settings: Settings) -> PageParts:
    """All that the settings allow; nothing heavy is opened yet.

    Raises:
        CorpusError: the corpus folder is absent or corpus.toml cannot be read.
    """
    opened = OpenedPair(settings)
    return PageParts(
        opened.advisor,
        example_questions(settings),
        opened.index,
        opened.renew,
        settings,
        partial(circumstances, settings),
        FeedbackStore(feedback_path(settings)),
    )

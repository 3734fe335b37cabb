"""What the verifier is measured on."""

from collections.abc import Sequence

from smeadvisor.assembly import read_documents
from smeadvisor.domain.documents import Passage
from smeadvisor.ingestion.splitter import Splitter
from smeadvisor.settings import Settings

# So many tokens has an English word, about; measuring needs no model to count them.
_TOKENS = 1.4


def cut_documents(settings: Settings) -> Sequence[Passage]:
    """The passages of a corpus, cut as for an index but without a model.

    Raises:
        CorpusError: the corpus folder cannot be used.
    """
    splitter = Splitter(lambda text: round(_TOKENS * len(text.split())), settings.passage_tokens)
    return [
        passage for document in read_documents(settings) for passage in splitter.split(document)
    ]

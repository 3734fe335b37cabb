"""A cross-encoder, which reads a question and a text together and says how well one answers the other.

The model is ms-marco-MiniLM-L-12-v2 with eight-bit weights: some milliseconds a pair.
"""

from collections.abc import Sequence

from smeadvisor.indexing.packaged import PackagedModel

_GRAPH_SHA256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"
_TOKENIZER_SHA256 = "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448"
# A statement after its names and the sentence before it is shorter than this, in nearly every case; of a
# passage, its beginning tells as much as the whole (256: the same answers, a tenth of the time more).
_TOKENS = 160


class CrossEncoder:
    """Loaded at first use, safe to share.

    Raises (at first use):
        ModelError: the package that carries the model is not installed, or is not whole.
    """

    def __init__(self) -> None:
        self._model = PackagedModel("reranker_en", _GRAPH_SHA256, _TOKENIZER_SHA256, _TOKENS)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score a text, higher is better; not a probability, about -11 to 11."""
        pairs = [self._model.pair(question, text) for text in texts]
        return [float(output.ravel()[0]) for output in self._model.outputs(pairs)]

    def knows(self, word: str) -> bool:
        """Whether the model has a word, in lower case, whole: it has the usual ones of English."""
        return self._model.tokenizer.token_to_id(word) is not None

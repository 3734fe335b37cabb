"""A model that reads a question and a stretch of text together and marks the sentences that answer.

It is the cross-encoder ms-marco-MiniLM-L-12-v2, trained further on `evals/reading` (decisions 0017 and 0019;
`smeadvisor train reader` makes another), with eight-bit weights: a quarter of a millisecond a token.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from smeadvisor.domain.reading import Marks, Stretch
from smeadvisor.indexing.packaged import PackagedModel

READER_FILE = "sentence_reader.onnx"
_GRAPH_SHA256 = "129eac9b619d8f53ea615ad438af81a24f5a9286270e8d75d5d636fbad248ac5"
_TOKENIZER_SHA256 = "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448"
# Of a question and a stretch together.
_TOKENS = 384
_REMEMBERED = 256
# Of a sentence that was cut off nothing is known.
_UNREAD = -9.0


class SentenceReader:
    """Loaded at first use, safe to share.

    Raises (at first use):
        ModelError: a file of the model is missing, or is not whole.
    """

    def __init__(self) -> None:
        self._model = PackagedModel(
            "reranker_en",
            _GRAPH_SHA256,
            _TOKENIZER_SHA256,
            _TOKENS,
            graph=Path(__file__).with_name(READER_FILE),
        )
        # The gate, and what answers after it, read the same stretches for the same question.
        self._known: dict[tuple[str, Stretch], Marks] = {}
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> list[Any]:
        """The tokens of each text alone, as many as the model reads."""
        encodings: list[Any] = self._model.tokenizer.encode_batch([str(text) for text in texts])
        return encodings

    @property
    def pair(self) -> Callable[[str, str], Any]:
        """How the model reads a question and a text as tokens."""
        return self._model.pair

    def marks(self, question: str, stretches: Sequence[Stretch]) -> list[Marks]:
        """Log-odds, one `Marks` a stretch; of a turn, `in_conversation` writes the question."""
        with self._lock:
            marks = {
                one: self._known[question, one]
                for one in stretches
                if (question, one) in self._known
            }
        missing = [one for one in dict.fromkeys(stretches) if one not in marks]
        laid = [laid_out(self.pair, question, one) for one in missing]
        outputs = self._model.outputs([encoding for encoding, _ in laid])
        for one, output, (_, places) in zip(missing, outputs, laid, strict=True):
            marks[one] = _marks(output.ravel(), places)
        with self._lock:
            self._known |= {(question, one): marks[one] for one in missing}
            while len(self._known) > _REMEMBERED:
                del self._known[next(iter(self._known))]
        return [marks[one] for one in stretches]


def laid_out(
    pair: Callable[[str, str], Any], question: str, stretch: Stretch
) -> tuple[Any, list[list[int]]]:
    """The question and the stretch as the model reads them, and where each sentence's tokens are.

    A sentence that was cut off has none.
    """
    text = f"{stretch.heading}. " if stretch.heading else ""
    ends = []
    for sentence in stretch.sentences:
        start, text = len(text), f"{text}{sentence} "
        ends.append((start, len(text) - 1))
    encoding = pair(question, text)
    tokens = [
        (place, *offsets)
        for place, (kind, offsets) in enumerate(
            zip(encoding.type_ids, encoding.offsets, strict=True)
        )
        if kind == 1 and offsets[1] > offsets[0]
    ]
    places = [
        [place for place, first, last in tokens if start <= first and last <= end]
        for start, end in ends
    ]
    return encoding, places


def _marks(scores: Any, places: Sequence[Sequence[int]]) -> Marks:
    """The first score is of the whole; a sentence has the mean of its tokens'."""
    sentences = (
        float(scores[tokens].mean()) if tokens else _UNREAD for tokens in map(list, places)
    )
    return Marks(tuple(sentences), float(scores[0]))

"""What a page answers from: an advisor and its index, opened together, and anew after a change."""

from dataclasses import dataclass
from threading import Lock

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import advisor_over, open_or_build_index
from smeadvisor.indexing.index import Index
from smeadvisor.settings import Settings


@dataclass(frozen=True, slots=True)
class _Pair:
    advisor: Advisor
    index: Index


class OpenedPair:
    """Opens when it is first asked, once, whoever asks at the same time.

    Where opening fails the next call tries again: the cause may have been mended meanwhile.

    Raises (from `advisor` and `index`):
        SmeAdvisorError: settings, corpus, model or index cannot be used; the message says what to do.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._pair: _Pair | None = None

    def advisor(self) -> Advisor:
        """The advisor over the index."""
        return self._opened().advisor

    def index(self) -> Index:
        """The index that the advisor answers from."""
        return self._opened().index

    def renew(self) -> None:
        """Answer from the index as it is published now; who is being answered keeps the old one."""
        pair = self._open()
        with self._lock:
            self._pair = pair

    def _opened(self) -> _Pair:
        with self._lock:
            if self._pair is None:
                self._pair = self._open()
            return self._pair

    def _open(self) -> _Pair:
        index = open_or_build_index(self._settings)
        return _Pair(advisor_over(self._settings, index), index)

"""How the answerers are put together."""

from collections.abc import Callable

from smeadvisor.answering.answerer import Answerer, FirstAnswerer
from smeadvisor.answering.candidates import Ranking, ReadTogether
from smeadvisor.answering.composed import ComposedAnswerer
from smeadvisor.answering.lists import ListAnswerer
from smeadvisor.answering.programme_answers import ProgrammeAnswerer
from smeadvisor.answering.programmes import Register
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.answering.tables import TableAnswerer
from smeadvisor.assembly.finding import Views, similarity_in
from smeadvisor.indexing.cross_encoder import CrossEncoder


def answerer_over(
    views: Views, ranking: Ranking, register: Callable[[], Register], words: int
) -> Answerer:
    """Cells where a table answers, programmes or a list where they are asked for, else sentences.

    Sentences make at most `words` words.
    """
    similarity, siblings = similarity_in(views), views.index.siblings
    exact = FirstAnswerer(
        [
            TableAnswerer(similarity, views.index.weight, siblings),
            ProgrammeAnswerer(register, similarity),
            ListAnswerer(ranking, siblings),
        ]
    )
    return ComposedAnswerer(
        exact, ProseAnswerer(ReadTogether(ranking, CrossEncoder().scores), words)
    )

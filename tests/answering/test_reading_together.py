"""Statements read together with the question, by an invented reader."""

from collections.abc import Sequence
from pathlib import Path

from smeadvisor.answering.candidates import Ranking
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.domain.answers import Hit
from smeadvisor.domain.reading import Marks, Stretch
from smeadvisor.ingestion.readers import read
from smeadvisor.ingestion.splitter import Splitter
from smeadvisor.text.words import coverage, stems

REPORT = """# Ovens

The council lends ovens to bakers. Bakers of bread return ovens in spring. Ovens of brick are lent by the
guild. Nobody lends mills.
"""


class _Reader:
    """Marks sentences with a word; keeps what it was given."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[Stretch] = []

    def marks(self, _: str, stretches: Sequence[Stretch]) -> list[Marks]:
        self.read += stretches
        found = [
            [3.0 if self.word in one else -3.0 for one in each.sentences] for each in stretches
        ]
        return [Marks(tuple(each), max(each)) for each in found]


def hits_of(folder: Path, text: str) -> list[Hit]:
    path = folder / "report.md"
    path.write_text(text, encoding="utf-8")
    passages = Splitter(lambda told: len(told.split()), 600).split(read(path))
    return [Hit(one, 1.0) for one in passages]


def together(reader: _Reader, likeness: float = 0.05) -> ReadTogether:
    ranking = Ranking(
        lambda question, texts: [likeness * coverage(stems(question), stems(one)) for one in texts],
        lambda text: [{word: 1.0} for word in stems(text)],
        lambda _: 0.0,
    )
    return ReadTogether(ranking, reader.marks)


def test_what_is_marked_comes_first_and_all_is_kept(tmp_path: Path) -> None:
    hits = hits_of(tmp_path, REPORT)
    ranked = together(_Reader("brick")).ranked("Who lends ovens to bakers?", hits)
    assert ranked[0].quote.startswith("Ovens of brick")
    assert len(ranked) == 4


def test_how_surely_anything_answers_is_told_and_nothing_is_told_of_nothing(tmp_path: Path) -> None:
    hits = hits_of(tmp_path, REPORT)
    assert together(_Reader("brick")).judged("Who lends?", hits).sureness == 4.5
    assert together(_Reader("clay")).judged("Who lends?", hits).sureness == -4.5
    assert together(_Reader("clay")).judged("Who lends?", []).sureness is None


def test_only_what_comes_near_to_the_likeliest_is_read(tmp_path: Path) -> None:
    others = "\n\n".join(f"## Year {number}\n\nRain fell." for number in range(12))
    plenty = "\n\n".join(
        f"## Ovens {number}\n\nThe council lends ovens to bakers." for number in range(12)
    )
    counts = []
    for told in (others, plenty):
        reader = _Reader("brick")
        hits = hits_of(
            tmp_path, f"# Town\n\n## Hall\n\nThe council lends ovens to bakers.\n\n{told}"
        )
        together(reader, 1.0).judged("Does the council lend ovens to bakers?", hits)
        counts.append(len(reader.read))
    assert counts == [3, 8]


def test_sentences_are_read_in_order_under_their_heading_and_once(tmp_path: Path) -> None:
    reader = _Reader("brick")
    read_together = together(reader)
    hits = hits_of(tmp_path, REPORT)
    for _ in range(3):
        read_together.judged("Who lends?", hits)
    (stretch,) = reader.read
    assert "Ovens" in stretch.heading
    assert stretch.sentences[0].startswith("The council") and len(stretch.sentences) == 4


def test_a_long_passage_is_read_in_stretches_around_what_is_likely(tmp_path: Path) -> None:
    reader = _Reader("brick")
    filler = " ".join(
        f"Rain fell on the {number}th day of a long and dull month." for number in range(30)
    )
    hits = hits_of(
        tmp_path, f"# Ovens\n\nThe council lends ovens. {filler} The guild lends ovens of brick."
    )
    ranked = together(reader).ranked("Who lends ovens?", hits)
    assert all(sum(len(one.split()) for one in each.sentences) <= 110 for each in reader.read)
    assert ranked[0].quote.startswith("The guild")
    assert len(reader.read) > 1

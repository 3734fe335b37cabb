"""The register: every programme that the documents state, and searching it by country, kind and words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from smeadvisor.answering.programme_details import Stretch
from smeadvisor.answering.programme_prose import prose_programmes
from smeadvisor.answering.programme_tables import table_programmes
from smeadvisor.domain.documents import Passage
from smeadvisor.domain.programmes import Programme, Stated
from smeadvisor.text.countries import countries, name, regions
from smeadvisor.text.words import stems


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme as it is searched: codes of its countries, its regions, stems of kind and of everything.

    `codes` is empty where no country is stated; `topic` are the stems of its name and kind.
    """

    programme: Programme
    codes: frozenset[str]
    regions: frozenset[str]
    topic: frozenset[str]
    words: frozenset[str]


class Register:
    """Programmes in the order of the documents."""

    def __init__(self, programmes: Iterable[Programme]) -> None:
        self.entries = tuple(_entry(programme) for programme in programmes)

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """All of them."""
        return tuple(entry.programme for entry in self.entries)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that have programmes, by their usual names, in alphabetical order."""
        return tuple(sorted({name(code) for entry in self.entries for code in entry.codes}))

    def find(self, country: str = "", kind: str = "", text: str = "") -> list[Programme]:
        """Those of a country, of a kind, with these words; what is empty does not restrict.

        A country may have any of its names ("Taiwan" finds "Taipei,China"); a region or a place that
        is no country is looked for by its words. Of `kind` every word must be in the programme's kind
        or name, of `text` in anything stated of it; words are compared by their stems.
        """
        return [
            entry.programme
            for entry in self.entries
            if _is_in(entry, country)
            and entry.topic.issuperset(stems(kind))
            and entry.words.issuperset(stems(text))
        ]


def read_register(passages: Sequence[Passage], stretch: Stretch) -> Register:
    """The register of documents: rows of tables, and what prose names besides.

    `stretch` gives the characters of a document between two offsets.
    """
    order = {document: number for number, document in enumerate(_documents(passages))}
    found = [*table_programmes(passages, stretch), *prose_programmes(passages, stretch)]
    return Register(
        sorted(
            _merged(found),
            key=lambda one: (order[one.passage.document_id], one.name.citation.start),
        )
    )


def _documents(passages: Iterable[Passage]) -> list[str]:
    return list(dict.fromkeys(passage.document_id for passage in passages))


def _entry(programme: Programme) -> Entry:
    country, region = programme.country, programme.region
    named = frozenset(countries(country.text)) if country else frozenset()
    topic = [programme.name, *([programme.kind] if programme.kind else [])]
    return Entry(
        programme,
        named,
        regions(region.text) if region else frozenset(),
        frozenset(stems(" ".join(one.text for one in topic))),
        frozenset(stems(" ".join(one.text for one in programme.fields))),
    )


def _is_in(entry: Entry, country: str) -> bool:
    if not country.strip():
        return True
    # It is a name, so it is one in any case: "turkey", "us".
    codes = countries(country) or countries(country.title()) or countries(country.upper())
    if codes:
        return bool(codes & entry.codes)
    areas = regions(country) or regions(country.title())
    if areas & entry.regions:
        return True
    stated = (entry.programme.country, entry.programme.region)
    words = stems(" ".join(one.text for one in stated if one))
    return bool(stems(country)) and set(words).issuperset(stems(country))


def _merged(programmes: Iterable[Programme]) -> list[Programme]:
    """Each programme once: a sentence adds to the row of its name, or to the sentences that name it too.

    Rows stay apart: two tables may list one programme under two kinds.
    """
    groups: dict[tuple[str, ...], list[Programme]] = {}
    rows: list[Programme] = []
    for programme in programmes:
        (rows if programme.is_row else groups.setdefault(_key(programme), [])).append(programme)
    kept = list(rows)
    for group in groups.values():
        told = reduce(_joined, group)
        same = [row for row in rows if _is_same(row, told)]
        kept = [_completed(row, told) if row in same else row for row in kept]
        if not same:
            kept.append(told)
    return kept


def _key(programme: Programme) -> tuple[str, ...]:
    return (*sorted(_codes(programme)), "|", *stems(programme.name.text))


def _codes(programme: Programme) -> frozenset[str]:
    return countries(programme.country.text) if programme.country else frozenset()


def _is_same(row: Programme, told: Programme) -> bool:
    """Whether a row and a sentence mean one programme: its name, in the same country or in none."""
    ours, theirs = _codes(row), _codes(told)
    is_near = not ours or not theirs or bool(ours & theirs)
    return is_near and stems(row.name.text) == stems(told.name.text)


def _joined(first: Programme, second: Programme) -> Programme:
    """Two mentions of one programme as one; what the first does not state the second does."""
    return replace(
        first,
        features=_together(first.features, second.features),
        amounts=_together(first.amounts, second.amounts),
        years=_together(first.years, second.years),
        agency=first.agency or second.agency,
    )


def _completed(row: Programme, told: Programme) -> Programme:
    """A row with what its table says nothing of."""
    return replace(
        row,
        country=row.country or told.country,
        features=row.features or told.features,
        amounts=row.amounts or told.amounts,
        agency=row.agency or told.agency,
        years=row.years or told.years,
    )


def _together(first: tuple[Stated, ...], second: tuple[Stated, ...]) -> tuple[Stated, ...]:
    return tuple({one.citation: one for one in (*first, *second)}.values())

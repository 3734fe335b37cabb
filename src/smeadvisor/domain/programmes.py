"""Programme: a support programme as documents state it, every field in their own words.

What a document does not say is None or empty; nothing is filled in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from smeadvisor.domain.answers import Citation
from smeadvisor.domain.documents import Passage, Place


@dataclass(frozen=True, slots=True)
class Stated:
    """Words of a document and where they stand."""

    text: str
    citation: Citation

    def to_dict(self) -> dict[str, Any]:
        """The words with their place, as plain JSON types; offsets count characters of the document."""
        cited = self.citation
        return {
            "text": self.text,
            "quote": cited.quote,
            "start": cited.start,
            "end": cited.end,
            "place": str(cited.place),
            "document": cited.passage.title,
            "document_id": cited.passage.document_id,
            "passage_id": cited.passage.id,
        }


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme, scheme, fund or the like; each field is stated somewhere, or not at all.

    `passage` is where it is named. `kind` is what its table is about, or says of it; `amounts` are
    money, shares and other quantities of support; `is_row` says that it is a row of a table.
    """

    name: Stated
    passage: Passage
    country: Stated | None = None
    region: Stated | None = None
    kind: Stated | None = None
    features: tuple[Stated, ...] = ()
    amounts: tuple[Stated, ...] = ()
    agency: Stated | None = None
    years: tuple[Stated, ...] = ()
    is_row: bool = False

    @property
    def place(self) -> Place:
        """Where it is named."""
        return self.passage.place

    @property
    def fields(self) -> tuple[Stated, ...]:
        """All that is stated of it, name first."""
        single = (self.name, self.country, self.region, self.kind, self.agency)
        return (*_present(single), *self.features, *self.amounts, *self.years)

    def to_dict(self) -> dict[str, Any]:
        """The programme as plain JSON types; what is not stated is null or an empty list."""
        return {
            "name": self.name.to_dict(),
            "country": _plain(self.country),
            "region": _plain(self.region),
            "kind": _plain(self.kind),
            "features": [one.to_dict() for one in self.features],
            "amounts": [one.to_dict() for one in self.amounts],
            "agency": _plain(self.agency),
            "years": [one.to_dict() for one in self.years],
            "place": str(self.place),
            "document": self.passage.title,
            "document_id": self.passage.document_id,
            "passage_id": self.passage.id,
        }


def _present(fields: Iterable[Stated | None]) -> tuple[Stated, ...]:
    return tuple(one for one in fields if one is not None)


def _plain(field: Stated | None) -> dict[str, Any] | None:
    return field.to_dict() if field else None

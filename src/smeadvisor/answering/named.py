"""What an earlier turn named: a person, a place, the rows that it cited, the items that it listed."""

import re

from smeadvisor.answering.things import Kind, Thing, of_kind, place_phrase, things
from smeadvisor.domain.answers import Answer
from smeadvisor.text.countries import countries
from smeadvisor.text.figures import figures


def person(answer: Answer) -> str:
    """The name of a person: one capitalised word that is no place, no abbreviation."""
    found = [
        one.text
        for one in of_kind(answer.standalone_question, Kind.NAME)
        if re.fullmatch(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?(?: [A-Z][a-z]+)?", one.text)
    ]
    return found[0] if found else ""


def where(answer: Answer) -> str:
    """The place of a turn as "in …", empty where it names none."""
    question = answer.standalone_question
    named = of_kind(question, Kind.PLACE) or _places_in_names(answer)
    if named:
        return f"in {place_phrase(named[-1])}"
    inside = [
        one.text
        for one in of_kind(question, Kind.NAME)
        if re.search(r"\b(?:in|at) (?:the )?$", question[: one.start])
    ]
    return f"in {inside[-1]}" if inside else ""


def given_names(answer: Answer) -> list[str]:
    """The row labels that an answer cited and that are names, those of the country asked about first.

    A row of figures is a measure, not something with a name.
    """
    asked = countries(answer.standalone_question)
    found = []
    for citation in answer.citations:
        row, cells = citation.passage.place.row, citation.passage.cells
        row = row or (cells[0].row if cells else ())
        if not row or not cells or all(figures(cell.text) for cell in cells):
            continue
        label = " ".join(row[-1].split())
        capitals = [word for word in re.findall(r"[A-Za-z]\w{2,}", label) if word[0].isupper()]
        own = countries(" ; ".join(row))
        if len(capitals) >= 2 and (not asked or not own or asked & own):
            found.append(label)
    return list(dict.fromkeys(found))


def items(answer: Answer) -> list[str]:
    """What an answer listed, each in a few words; rows count by their labels."""
    listed = [f"“{_short(claim.text)}”" for claim in answer.claims if claim.is_item]
    if len(listed) < 2:
        listed = []
        for claim in answer.claims:
            rows = [one.passage.cells[0].row for one in claim.citations if one.passage.cells]
            listed += [_short(row[-1]) for row in rows[:1] if row]
    return list(dict.fromkeys(listed))


def _places_in_names(answer: Answer) -> list[Thing]:
    rows = [" ; ".join(one.passage.cells[0].row) for one in answer.citations if one.passage.cells]
    return [one for row in rows[:1] for one in things(row) if one.kind is Kind.PLACE]


def _short(text: str) -> str:
    """An item up to the mark that ends its name, a whole one where it is short."""
    name = re.split(r"(?: [–—-] |[:;.(])", text.strip(), maxsplit=1)[0].strip()
    return " ".join(name.split()[:12])

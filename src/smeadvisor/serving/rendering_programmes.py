"""Programmes as plain text for a terminal and as HTML: a table, and some side by side.

What documents say is escaped. Pure; does not know who shows it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from html import escape

from smeadvisor.domain.programmes import Programme, Stated
from smeadvisor.serving.links import place_link

NOT_STATED = "not stated"
# A document must not move the cursor or recolour a terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def programmes_terminal(programmes: Sequence[Programme], known_countries: Sequence[str]) -> str:
    """Each programme with all its fields; where there is none, the countries that have some."""
    if not programmes:
        return _CONTROLS.sub("", _none(known_countries))
    return _CONTROLS.sub("", "\n\n".join(_programme(one) for one in programmes))


def _none(countries: Sequence[str]) -> str:
    if not countries:
        return "No programme matches; use other words, or look in more of the documents."
    return f"No programme matches. There are programmes for: {', '.join(countries)}."


def _programme(programme: Programme) -> str:
    lines = [programme.name.text]
    for label, field in (
        ("country", _one(programme.country)),
        ("kind", _one(programme.kind)),
        ("features", _several(programme.features, " ")),
        ("amounts", _several(programme.amounts, "; ")),
        ("agency", _one(programme.agency)),
        ("years", _several(programme.years, "; ")),
        ("place", f"{programme.place} — {programme.passage.title}"),
    ):
        lines.append(f"    {label + ':':<10}{' '.join(field.split())}")
    return "\n".join(lines)


def _one(field: Stated | None) -> str:
    return field.text if field else NOT_STATED


def _several(fields: Iterable[Stated], joint: str) -> str:
    return joint.join(dict.fromkeys(one.text for one in fields)) or NOT_STATED


class Order(Enum):
    """How a table of programmes can be sorted; the value says it to a person."""

    DOCUMENT = "as in the documents"
    NAME = "by name"
    COUNTRY = "by country"
    KIND = "by kind"


_KEYS: dict[Order, Callable[[Programme], tuple[bool, str]]] = {
    Order.NAME: lambda one: _key(one.name),
    Order.COUNTRY: lambda one: _key(one.country),
    Order.KIND: lambda one: _key(one.kind),
}
_LONGEST_CELL = 160


def in_order(programmes: Sequence[Programme], order: Order) -> list[Programme]:
    """Programmes sorted; what is not stated comes last, equals stay as in the documents."""
    key = _KEYS.get(order)
    return sorted(programmes, key=key) if key else list(programmes)


def kinds(programmes: Iterable[Programme]) -> list[str]:
    """The kinds that are stated, each once, in alphabetical order."""
    return sorted({one.kind.text for one in programmes if one.kind})


def choice_name(programme: Programme) -> str:
    """What a programme is called in a list to choose from."""
    where = programme.country.text if programme.country else NOT_STATED
    return f"{programme.name.text} ({where})"


def programmes_html(programmes: Sequence[Programme], known_countries: Sequence[str]) -> str:
    """A table with a programme a row; where there is none, the countries that have some."""
    if not programmes:
        return f'<p class="note" role="status">{_escaped(_none(known_countries))}</p>'
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    count = "1 programme" if len(programmes) == 1 else f"{len(programmes):,} programmes"
    rows = "".join(_table_row(one) for one in programmes)
    return (
        '<div class="wide" role="region" tabindex="0" aria-label="Programmes">'
        f'<table class="list programmes"><caption>{count}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def compared_html(programmes: Sequence[Programme]) -> str:
    """Programmes side by side, a field a row, each with the quotes it rests on."""
    if not programmes:
        return ""
    heads = "".join(f'<th scope="col">{_escaped(one.name.text)}</th>' for one in programmes)
    rows = "".join(
        f'<tr><th scope="row">{label}</th>'
        + "".join(f"<td>{_quotes(fields(one))}</td>" for one in programmes)
        + "</tr>"
        for label, fields in _FIELDS.items()
    )
    return (
        '<div class="wide" role="region" tabindex="0" aria-label="Programmes side by side">'
        f'<table class="compared"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def countries_html(groups: Sequence[tuple[str, Sequence[Programme]]]) -> str:
    """Countries side by side, each with its programmes by kind; groups are (country, programmes)."""
    if not groups:
        return ""
    found = [one for _, programmes in groups for one in programmes]
    heads = "".join(
        f'<th scope="col">{_escaped(name)}<small>{len(programmes)} stated</small></th>'
        for name, programmes in groups
    )
    rows = "".join(
        f'<tr><th scope="row">{_escaped(kind or "kind not stated")}</th>'
        + "".join(f"<td>{_of_kind(programmes, kind)}</td>" for _, programmes in groups)
        + "</tr>"
        for kind in [*kinds(found), *([""] if any(one.kind is None for one in found) else [])]
    )
    return (
        '<div class="wide" role="region" tabindex="0" aria-label="Countries side by side">'
        f'<table class="compared"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


_COLUMNS = ("Programme", "Country", "Kind", "Features", "Amounts")
_FIELDS: dict[str, Callable[[Programme], Sequence[Stated]]] = {
    "Country": lambda one: _some(one.country),
    "Region": lambda one: _some(one.region),
    "Kind": lambda one: _some(one.kind),
    "Features": lambda one: one.features,
    "Amounts": lambda one: one.amounts,
    "Agency": lambda one: _some(one.agency),
    "Years": lambda one: one.years,
    "Where it is named": lambda one: _some(one.name),
}


def _table_row(programme: Programme) -> str:
    said = (
        _one(programme.country),
        _one(programme.kind),
        _several(programme.features, " "),
        _several(programme.amounts, "; "),
    )
    cells = "".join(
        f'<td><span class="label">{name} </span>{_escaped(_short(words))}</td>'
        for name, words in zip(_COLUMNS[1:], said, strict=True)
    )
    return (
        f'<tr><th scope="row">{_escaped(programme.name.text)}'
        f"<small>{place_link(programme.name.citation)}</small></th>{cells}</tr>"
    )


def _quotes(fields: Sequence[Stated]) -> str:
    """The words of fields, each once, with where they stand."""
    if not fields:
        return f'<span class="note">{NOT_STATED}</span>'
    once = {one.text: one for one in fields}
    return "".join(
        f"<p>{_escaped(one.text)}<small>{place_link(one.citation)}</small></p>"
        for one in once.values()
    )


def _of_kind(programmes: Sequence[Programme], kind: str) -> str:
    names = [one.name for one in programmes if (one.kind.text if one.kind else "") == kind]
    return _quotes(names)


def _some(field: Stated | None) -> tuple[Stated, ...]:
    return (field,) if field else ()


def _key(field: Stated | None) -> tuple[bool, str]:
    return (field is None, field.text.casefold() if field else "")


def _short(words: str) -> str:
    """Words cut at a space; the whole stands where programmes are side by side."""
    line = " ".join(words.split())
    if len(line) <= _LONGEST_CELL:
        return line
    return f"{line[:_LONGEST_CELL].rsplit(' ', 1)[0]}…"


def _escaped(text: str) -> str:
    """Text for HTML that a Markdown renderer sees too, to which an empty line ends HTML."""
    return escape(text).replace("\n", "&#10;").replace("\r", "&#13;")

"""Programmes as plain text for a terminal. Pure; does not know who shows it."""

import re
from collections.abc import Iterable, Sequence

from smeadvisor.domain.programmes import Programme, Stated

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

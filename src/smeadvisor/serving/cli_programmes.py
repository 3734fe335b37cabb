"""The command that lists support programmes. A thin door like the rest of the line."""

import json
from typing import Annotated

import typer

from smeadvisor.serving.cli_building import IndexProgress, settings_in_force


def programmes(
    country: Annotated[str, typer.Option(help="Only of this country, by any of its names.")] = "",
    kind: Annotated[str, typer.Option(help="Only of this kind: export, training.")] = "",
    text: Annotated[str, typer.Option(help="Only where all these words are stated.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List the support programmes that the documents state, with what is stated of each."""
    from smeadvisor.assembly import open_advisor
    from smeadvisor.serving.rendering_programmes import programmes_terminal

    with IndexProgress() as progress:
        advisor = open_advisor(settings_in_force(), progress.advance)
    found = advisor.programmes(country, kind, text)
    if as_json:
        print(json.dumps([one.to_dict() for one in found], ensure_ascii=False, indent=2))
    else:
        print(programmes_terminal(found, advisor.register().countries))

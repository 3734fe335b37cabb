"""smeadvisor: answers about SME support that can be checked, word by word, in the documents they come from."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smeadvisor.advisor import Advisor
    from smeadvisor.assembly import open_advisor, open_index, open_library
    from smeadvisor.domain.answers import Answer, Citation, Claim, Evidence, Hit, Outcome
    from smeadvisor.errors import SmeAdvisorError
    from smeadvisor.settings import Settings

_HOMES = {
    "Advisor": "advisor",
    "Answer": "domain.answers",
    "Citation": "domain.answers",
    "Claim": "domain.answers",
    "Evidence": "domain.answers",
    "Hit": "domain.answers",
    "Outcome": "domain.answers",
    "Settings": "settings",
    "SmeAdvisorError": "errors",
    "open_advisor": "assembly",
    "open_index": "assembly",
    "open_library": "assembly",
}
__all__ = [
    "Advisor",
    "Answer",
    "Citation",
    "Claim",
    "Evidence",
    "Hit",
    "Outcome",
    "Settings",
    "SmeAdvisorError",
    "open_advisor",
    "open_index",
    "open_library",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import smeadvisor` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'smeadvisor' has no attribute '{name}'")
    return getattr(import_module(f"smeadvisor.{_HOMES[name]}"), name)

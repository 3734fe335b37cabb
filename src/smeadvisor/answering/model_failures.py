"""What can go wrong with a chat model, in plain words, and whether asking again may help.

LangChain gives the failures of all vendors the same types; what it does not know is told by the status
code, where there is one. A vendor's own message is never repeated: it may hold a part of a key.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from langchain_core import exceptions

from smeadvisor.errors import ModelError

_SERVER_ERRORS = 500
_BY_STATUS: dict[int, type[BaseException]] = {
    401: exceptions.ModelAuthenticationError,
    403: exceptions.ModelPermissionDeniedError,
    404: exceptions.ModelNotFoundError,
    429: exceptions.ModelRateLimitError,
}
_BY_TYPE: tuple[tuple[type[BaseException], str, bool], ...] = (
    (exceptions.ContextOverflowError, "was given more text than it can read", False),
    (exceptions.ModelRateLimitError, "is asked too often just now", True),
    (exceptions.ModelAPIError, "has a fault at its service", True),
    (exceptions.ModelTimeoutError, "did not answer in time", False),
    (exceptions.ModelConnectionError, "could not be reached or hung up", True),
    (exceptions.ModelAuthenticationError, "did not accept the key", False),
    (exceptions.ModelPermissionDeniedError, "may not be used with this key", False),
    (exceptions.ModelNotFoundError, "is not known to its service", False),
    (TimeoutError, "did not answer in time", False),
    (ConnectionError, "could not be reached or hung up", True),
)


@dataclass
class ChatFailure(ModelError):
    """Why a chat model gave no answer, as it goes on after "The chat model".

    `wait` are seconds that its service asks to wait before the next try.
    """

    reason: str
    is_worth_retrying: bool = False
    is_too_long: bool = False
    wait: float = 0.0

    def __str__(self) -> str:
        return f"The chat model {self.reason}"


def failure_of(error: BaseException) -> ChatFailure:
    """Any exception of a chat model as a failure."""
    if isinstance(error, ChatFailure):
        return error
    if _is_too_long(error):
        return ChatFailure("was given more text than it can read", is_too_long=True)
    for kind, reason, is_worth_retrying in _BY_TYPE:
        if any(isinstance(one, kind) for one in _chain(error)):
            return ChatFailure(reason, is_worth_retrying, wait=_wait(error))
    status = getattr(error, "status_code", None) or 0
    kind_of_status = (
        exceptions.ModelAPIError if status >= _SERVER_ERRORS else _BY_STATUS.get(status)
    )
    for kind, reason, is_worth_retrying in _BY_TYPE:
        if kind is kind_of_status:
            return ChatFailure(reason, is_worth_retrying, wait=_wait(error))
    return ChatFailure("failed for a reason that it does not give")


def _is_too_long(error: BaseException) -> bool:
    if isinstance(error, exceptions.ContextOverflowError):
        return True
    # Servers of other makers refuse it as a bad request, in words of their own.
    is_refused = isinstance(error, exceptions.ModelInvalidRequestError)
    return is_refused and "context" in str(error).lower()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it came from."""
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__


def _wait(error: BaseException) -> float:
    headers = getattr(getattr(error, "response", None), "headers", {})
    said = headers.get("retry-after", "")
    return float(said) if said.isdigit() else 0.0

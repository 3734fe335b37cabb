"""Chat models by name, through LangChain: any vendor it knows, or any server that speaks OpenAI's language."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages.ai import UsageMetadata
from pydantic import SecretStr

from smeadvisor.domain.answers import Usage
from smeadvisor.errors import ModelError

# Vendors with an extra of ours, and where their key is looked for.
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "ollama": ""}
# What a server that needs no key is given instead.
_NO_KEY = "none"
_A_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class ChatOptions:
    """Which chat model, what it may take, and what it costs.

    `seconds` are for a whole answer, the reading of a follow-up included; `evidence_words` is how much
    of the documents it is given; prices are for a million tokens. A server of one's own has a `base_url`.
    """

    name: str
    base_url: str = ""
    key_file: Path | None = None
    temperature: float | None = None
    seconds: float = 30.0
    output_tokens: int = 800
    evidence_words: int = 1_200
    input_price: float | None = None
    output_price: float | None = None


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A chat model of LangChain with what it may take."""

    model: BaseChatModel = field(repr=False)
    options: ChatOptions

    def usage(self, counted: UsageMetadata | None, seconds: float) -> Usage:
        """What an answer took; tokens are None where the model did not count them."""
        options = self.options
        if counted is None:
            return Usage(options.name, None, None, round(seconds, 3))
        read, written = counted["input_tokens"], counted["output_tokens"]
        cost = None
        if options.input_price is not None and options.output_price is not None:
            cost = (read * options.input_price + written * options.output_price) / _A_MILLION
        return Usage(options.name, read, written, round(seconds, 3), cost)


def open_chat_model(options: ChatOptions) -> ChatModel:
    """A chat model by name, such as "openai:gpt-5-mini"; nothing is asked of it yet.

    Raises:
        ModelError: its package or its key is missing, or LangChain does not know it.
    """
    vendor, _, name = options.name.partition(":")
    if options.base_url and vendor not in _KEYS:
        vendor, name = "openai", options.name
    try:
        model = init_chat_model(
            f"{vendor}:{name}" if name else vendor, **_arguments(vendor, options)
        )
    except ImportError as error:
        raise ModelError(_how_to_install(options.name, vendor)) from error
    except ValueError as error:
        raise ModelError(
            f"The chat model '{options.name}' cannot be used. Name it as 'vendor:model', for example "
            "'openai:gpt-5-mini', in the setting chat.model."
        ) from error
    return ChatModel(model, options)


def _arguments(vendor: str, options: ChatOptions) -> dict[str, Any]:
    """What every vendor's class is made with: one try in the time there is; tries are counted by us."""
    given: dict[str, Any] = {}
    if options.temperature is not None:
        given["temperature"] = options.temperature
    if options.base_url:
        given["base_url"] = options.base_url
    if vendor == "ollama":
        timeout = {"timeout": options.seconds}
        return given | {"num_predict": options.output_tokens, "client_kwargs": timeout}
    given |= {"max_tokens": options.output_tokens, "timeout": options.seconds, "max_retries": 0}
    if vendor == "openai":
        # Its own clock between chunks swallows cancellations; ours runs over the whole answer.
        given |= {"stream_usage": True, "stream_chunk_timeout": None}
        if options.base_url:
            # Other makers' servers speak the older of OpenAI's two languages.
            given["use_responses_api"] = False
    key = _key(vendor, options)
    return given | ({"api_key": SecretStr(key)} if key else {})


def _key(vendor: str, options: ChatOptions) -> str:
    """The key of the key file; nothing where the vendor's own class takes it from the environment."""
    variable = _KEYS.get(vendor, "")
    if options.key_file is not None:
        try:
            key = options.key_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError(
                f"The key file '{options.key_file}' cannot be read ({type(error).__name__}). Name a "
                "text file that holds the key alone in the setting chat.key_file."
            ) from error
        if not key:
            raise ModelError(f"The key file '{options.key_file}' is empty. Put the key into it.")
        return key
    if not variable or os.environ.get(variable, "").strip():
        return ""
    if options.base_url:
        return _NO_KEY
    raise ModelError(
        f"The chat model '{options.name}' needs a key. Set {variable} in the environment, or name a "
        "file that holds it in the setting chat.key_file."
    )


def _how_to_install(model: str, vendor: str) -> str:
    package = f"smeadvisor[{vendor}]" if vendor in _KEYS else f"langchain-{vendor}"
    return (
        f"The chat model '{model}' needs a package that is not installed: pip install \"{package}\""
    )

"""The settings: smeadvisor.toml in the working folder, then SMEADVISOR_* of the environment, which wins.

A section is a table of the file, `[chat]`, and in the environment a name with two underscores:
SMEADVISOR_CHAT__MODEL.
"""

import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from smeadvisor.errors import SettingsError

SETTINGS_FILE = "smeadvisor.toml"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadingSettings(_Section):
    """How much reading one document may take."""

    file_megabytes: int = Field(default=50, ge=1, le=2_000, description="largest document, in MB")
    seconds: int = Field(
        default=120, ge=1, le=3_600, description="longest time that reading one document may take"
    )
    memory_megabytes: int = Field(
        default=2_000, ge=200, le=64_000, description="memory that reading one document may take"
    )


class ChatSettings(_Section):
    """The chat model that writes answers, if any."""

    model: str = Field(
        default="", description="a chat model such as 'openai:gpt-5-mini'; empty for none"
    )
    base_url: str = Field(
        default="", description="address of a server of your own that speaks OpenAI's language"
    )
    key_file: Path | None = Field(
        default=None, description="a file with the key; else the vendor's own variable is read"
    )
    temperature: float | None = Field(
        default=None, ge=0, le=2, description="how freely the model writes; None for its own"
    )
    seconds: float = Field(
        default=30, gt=0, le=3_600, description="longest time the model may take for an answer"
    )
    output_tokens: int = Field(
        default=800, ge=16, le=100_000, description="longest text the model may write"
    )
    evidence_words: int = Field(
        default=1_200, ge=50, le=100_000, description="words of passages the model is given"
    )
    entailment: str = Field(
        default="",
        description="a folder or the name of a CrossEncoder for inference that must agree with each "
        "sentence; empty for none",
    )
    input_price: float | None = Field(
        default=None, ge=0, description="price of a million tokens read, for the cost of an answer"
    )
    output_price: float | None = Field(
        default=None, ge=0, description="price of a million tokens written"
    )

    @field_validator("base_url")
    @classmethod
    def _is_an_address_without_a_key(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise PydanticCustomError(
                "address", "it is no address that begins with http:// or https://"
            )
        if parts.password or parts.username or parts.query:
            # Settings are written into run folders; a key in them would be, too.
            raise PydanticCustomError(
                "key", "an address may hold no password and no key; put the key into chat.key_file"
            )
        return address


def _listed(value: object) -> object:
    """A list as the environment has it: with commas."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _host_name(value: str) -> str:
    if not re.fullmatch(r"[\w.:\[\]-]+", value):
        raise PydanticCustomError(
            "host_name", "'{value}' is not a name such as advisor.example.org", {"value": value}
        )
    return value


_HostName = Annotated[str, AfterValidator(_host_name)]
_Listed = (NoDecode, BeforeValidator(_listed))


class WebSettings(_Section):
    """Who may use the page, and how much."""

    hosts: Annotated[tuple[_HostName, ...], *_Listed] = Field(
        default=(), description="names the page is reached by, beside localhost and `host`"
    )
    trusted_proxies: Annotated[tuple[IPvAnyNetwork, ...], *_Listed] = Field(
        default=(), description="addresses of proxies whose X-Forwarded headers are believed"
    )
    questions_per_minute: int = Field(
        default=120, ge=0, le=10_000, description="questions one client may ask; 0 for no limit"
    )
    user: str = Field(default="", description="the name to log in with; empty for no log-in")
    password_file: Path | None = Field(
        default=None, description="a file with the password to log in with"
    )
    read_only: bool = Field(default=False, description="take no documents through the page")

    @model_validator(mode="after")
    def _is_whole(self) -> "WebSettings":
        if bool(self.user) != bool(self.password_file):
            raise PydanticCustomError(
                "log_in", "'user' and 'password_file' are needed together; set both or neither"
            )
        return self


class Settings(BaseSettings):
    """What a user may want to change; every field has a default that works."""

    model_config = SettingsConfigDict(
        env_prefix="SMEADVISOR_",
        env_nested_delimiter="__",
        toml_file=SETTINGS_FILE,
        extra="forbid",
        frozen=True,
    )

    corpus_folder: Path = Field(default=Path("corpus"), description="the documents")
    index_folder: Path = Field(default=Path("index"), description="what is built from them")
    embedding_model: str = Field(
        default="embedded",
        description="'embedded', a folder, or the name of a sentence-transformers model",
    )
    reranker: str = Field(
        default="",
        description="a folder or the name of a sentence-transformers CrossEncoder; empty for none",
    )
    rebuild_on_mismatch: bool = Field(
        default=False, description="build an index of another model anew instead of refusing it"
    )
    passage_tokens: int = Field(
        default=250,
        ge=50,
        le=4_000,
        description="longest passage, in the embedding model's own tokens",
    )
    passages_considered: int = Field(
        default=10, ge=1, le=100, description="passages an answer may be made of"
    )
    confidence_threshold: float = Field(
        default=0.5, ge=0, le=1, description="below this confidence a question is declined"
    )
    answer_words: int = Field(
        default=120, ge=20, le=1_000, description="longest answer that is not a list"
    )
    question_characters: int = Field(
        default=2_000, ge=100, le=100_000, description="longest question"
    )
    reading: ReadingSettings = Field(
        default=ReadingSettings(), description="how much reading one document may take"
    )
    chat: ChatSettings = Field(
        default=ChatSettings(), description="the chat model that writes answers, if any"
    )
    web: WebSettings = Field(
        default=WebSettings(), description="who may use the page, and how much"
    )
    host: str = Field(default="127.0.0.1", description="address the page is served at")
    port: int = Field(default=7860, ge=1, le=65_535, description="port the page is served at")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, the environment over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**changes: Any) -> Settings:
    """The settings in force, with `changes` on top.

    Raises:
        SettingsError: a value cannot be used, or the file cannot be read.
    """
    try:
        return Settings(**changes)
    except ValidationError as error:
        first = error.errors()[0]
        # A list has one name, whichever of its values is wrong.
        name = ".".join(part for part in first["loc"] if isinstance(part, str))
        raise SettingsError(
            f"The setting '{name}' cannot be used: {first['msg']}. "
            f"Change it in {SETTINGS_FILE} or in SMEADVISOR_{name.upper().replace('.', '__')}."
        ) from error
    except ValueError as error:
        raise SettingsError(
            f"'{SETTINGS_FILE}' is not valid TOML ({error}). Correct it."
        ) from error

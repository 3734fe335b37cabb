"""SmolLM2 behind OpenAI's language, to run a whole question set with it.

    .venv/bin/python tests/answering/smollm_server.py 8321 &
    SMEADVISOR_CHAT__MODEL=openai:smollm2 SMEADVISOR_CHAT__BASE_URL=http://127.0.0.1:8321/v1 \\
    SMEADVISOR_CHAT__SECONDS=120 SMEADVISOR_CHAT__EVIDENCE_WORDS=200 SMEADVISOR_CHAT__OUTPUT_TOKENS=80 \\
        .venv/bin/smeadvisor eval --split development
"""

import sys
import time
from threading import Lock

from langchain_core.messages import HumanMessage, SystemMessage
from misbehaving_server import Behaviour, Handler, misbehaving
from smollm import SmolChat, loaded


def smollm() -> Behaviour:
    """A model that behaves, one question at a time."""
    lock = Lock()

    def behave(handler: Handler) -> None:
        asked = handler.seen.asked[-1]
        kinds = {"system": SystemMessage, "user": HumanMessage}
        messages = [kinds[one["role"]](one["content"]) for one in asked["messages"]]
        most = asked.get("max_completion_tokens") or asked.get("max_tokens") or 60
        handler.begin()
        with lock:
            for chunk in SmolChat(output_tokens=most).stream(messages):
                if chunk.text:
                    handler.event(chunk.text)
                if chunk.usage_metadata:
                    counted = chunk.usage_metadata
                    handler.event(finish=chunk.response_metadata["finish_reason"])
        handler.end(counted["input_tokens"], counted["output_tokens"])

    return behave


if __name__ == "__main__":
    loaded()
    with misbehaving(smollm(), port=int(sys.argv[1]) if len(sys.argv) > 1 else 8321) as server:
        sys.stdout.write(f"SmolLM2 is at {server.base_url} (Ctrl-C stops it)\n")
        sys.stdout.flush()
        while True:
            time.sleep(3600)

"""The page keeps the libraries that come with its framework off the network."""

import os
import subprocess
import sys


def test_the_hugging_face_libraries_stay_offline_when_the_page_is_imported() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import smeadvisor.serving.chat_page, huggingface_hub.constants as c;"
            "print(c.HF_HUB_OFFLINE, c.HF_HUB_DISABLE_TELEMETRY)",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("HF_")},
    ).stdout
    assert said.split() == ["True", "True"]

"""Start to ready, against importing the libraries; and memory of a server that has answered."""

from __future__ import annotations

import subprocess
import sys

from bench.records import Bar, Row
from bench.timing import ratio, timed
from bench.workplace import Workplace

_IMPORTS = "import torch, sentence_transformers, chromadb, fastapi, gradio"


def start(place: Workplace) -> Row:
    """From `kehoach serve` to the first "ready", the index being there, in turns with a Python that only imports."""
    times: dict[str, list[float]] = {"ours": [], "imports": []}
    resident: list[float] = []
    data = place.copy("started")
    for number in range(place.scale.rounds):
        times["imports"].append(timed(lambda: subprocess.run([sys.executable, "-c", _IMPORTS], check=True)))
        with place.server(data) as server:
            times["ours"].append(server.started_s)
            client = server.client()
            for question in place.questions:
                client.ask(question)
            client.close()
            resident.append(server.resident_mb)
        place.tell(f"start: {number + 1}/{place.scale.rounds}")
    figures = {
        "start_to_imports": round(ratio(times, "ours", "imports"), 3),
        "start_s": round(sorted(times["ours"])[len(times["ours"]) // 2], 2),
        "imports_s": round(sorted(times["imports"])[len(times["imports"]) // 2], 2),
        "resident_mb": round(max(resident)),
    }
    bars = (Bar("start_to_imports", 1.5), Bar("resident_mb", 1_500.0))
    return Row("start", figures, bars, {"ours_s": times["ours"], "imports_s": times["imports"]})

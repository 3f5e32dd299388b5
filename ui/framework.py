"""Gradio, told before it is imported not to call home nor to sum itself up; import it from here only."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = (
    "1000000000"  # events between two summaries of its own, which cost milliseconds each
)
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
import gradio as gr

__all__ = ["gr"]

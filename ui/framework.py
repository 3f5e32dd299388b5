"""Gradio, told before it is imported not to call home; import it from here only."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
import gradio as gr

__all__ = ["gr"]

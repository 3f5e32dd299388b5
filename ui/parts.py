"""The page's building block: a piece of HTML that the server fills in and whose buttons become events."""

from __future__ import annotations

from typing import Any

from ui.escaping import escape
from ui.framework import gr

Update = Any  # what a Gradio listener gives an output: a value, or a change of properties
QUIET = {"show_progress": "hidden", "api_visibility": "private"}

# A button with `data-open` opens a place in a plan; one with `data-event` raises that event with its other data. Results may arrive
# in another order than their clicks: what has the latest moment stays. `keHoach` is page.js.
_ON_LOAD = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-open], [data-event]');
  if (!button || !window.keHoach.agreed(button)) return;
  if (button.dataset.open) trigger('click', {open: button.dataset.open});
  else trigger(button.dataset.event, window.keHoach.detail(button));
});
let latest = {moment: 0, value: props.value};
watch('value', () => {
  const moment = Number(element.querySelector('[data-moment]')?.dataset.moment ?? 0);
  if (moment < latest.moment) { props.value = latest.value; return; }
  const isNew = moment > latest.moment;
  latest = {moment, value: props.value};
  if (isNew) window.keHoach.changed(element);
});
"""


def html_part(value: str = "", elem_id: str | None = None, **options: Any) -> gr.HTML:
    """A part that the server fills in; each new value should be `stamped`."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=_ON_LOAD, apply_default_css=False, **options)


def plain_html(value: str, elem_id: str | None = None) -> gr.HTML:
    """HTML that raises no events."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=None, apply_default_css=False)


def stamped(moment: int, page: str) -> str:
    """`page` with the moment it was made at."""
    return f'<i hidden data-moment="{moment}"></i>{page}'


def hint(text: str) -> str:
    """A short notice that a screen reader announces; "" for none."""
    return f'<p class="hint" role="status">{escape(text)}</p>' if text else ""

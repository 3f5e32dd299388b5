"""What a person chooses rows by: plans, a unit, words, a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.errors import KehoachError
from index.records import Plan
from rag.registers.units import UnitRow, unit_rows
from ui import texts
from ui.framework import gr
from ui.parts import Update
from ui.plan_names import Plans, plan_choices

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")  # 31/12/2025


class UnreadableDay(KehoachError):
    """What was typed is no day."""


def plan_choice() -> gr.Dropdown:
    """Which plans; none for all."""
    return gr.Dropdown([], label=texts.SCOPE_PLAN, info=texts.ALL_PLANS, multiselect=True, min_width=260)


def unit_choice() -> gr.Dropdown:
    """Which unit: from the list, or in any way people write it."""
    return gr.Dropdown(
        [], label=texts.UNIT, info=texts.UNIT_INFO, allow_custom_value=True, filterable=True, min_width=260
    )


def word_choice(label: str, example: str) -> gr.Textbox:
    """Words that must be there."""
    return gr.Textbox(label=label, placeholder=example, min_width=200)


def day_choice(label: str) -> gr.Textbox:
    """A day, as people write it."""
    return gr.Textbox(label=label, placeholder=texts.DAY_EXAMPLE, min_width=160, max_length=10)


def offer_plans(plans: Plans) -> Update:
    """The plans there are now."""
    return gr.update(choices=plan_choices(plans))


def offer_units(plans: Sequence[Plan]) -> Update:
    """The units there are now."""
    return gr.update(
        choices=[("", ""), *((unit_label(unit), unit_value(unit.name, unit.scope)) for unit in unit_rows(plans))]
    )


def unit_label(unit: UnitRow) -> str:
    """ "Sở Y tế (Hà Tĩnh): 12 việc"."""
    name = f"{unit.name} ({unit.scope})" if unit.scope else unit.name
    return texts.UNIT_OPTION.format(unit=name, count=unit.tasks + unit.supports)


def unit_value(name: str, scope: str) -> str:
    """A unit as it is asked for: with its place at the end."""
    return f"{name} {scope}".strip()


def chosen_plans(plans: Plans, plan_ids: Sequence[str] | None) -> list[Plan]:
    """The plans with these ids; all where there are none."""
    return [plan for plan in plans.values() if not plan_ids or plan.plan_id in plan_ids]


def read_day(text: str | None) -> date | None:
    """The day that was typed ("31/12/2025"); None for nothing. Raises `UnreadableDay`."""
    if not text or not text.strip():
        return None
    found = _DAY.fullmatch(text.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else _refuse(text)
    except ValueError:
        return _refuse(text)


def _refuse(text: str) -> date:
    raise UnreadableDay(texts.NO_DAY.format(day=text.strip()))

"""Which plans are asked: chosen by place, issuer, year or one by one; always visible, always changeable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.records import Plan
from index.vietnamese import sort_key
from ui import texts
from ui.framework import gr
from ui.parts import QUIET, Update
from ui.plan_names import Plans, issuer_of, plan_choices, plan_label, year_of

_MAX_NAMED = 2  # plans named in the line that says what is asked


@dataclass(frozen=True, slots=True)
class Scope:
    """What is chosen; an empty choice limits nothing."""

    places: Sequence[str] = ()
    issuers: Sequence[str] = ()
    years: Sequence[int] = ()
    plan_ids: Sequence[str] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing is chosen, so that all plans are asked."""
        return not (self.places or self.issuers or self.years or self.plan_ids)

    def of(self, plans: Plans) -> list[str]:
        """The ids of the plans that fit every choice."""
        return [plan.plan_id for plan in plans.values() if self._fits(plan)]

    def _fits(self, plan: Plan) -> bool:
        chosen = (
            (self.places, plan.metadata.place),
            (self.issuers, issuer_of(plan)),
            (self.years, year_of(plan)),
            (self.plan_ids, plan.plan_id),
        )
        return all(not wanted or value in wanted for wanted, value in chosen)


def describe(scope: Scope, plans: Plans) -> str:
    """The line that says which plans are asked."""
    if scope.is_open:
        return texts.SCOPE_ALL.format(count=len(plans))
    asked = scope.of(plans)
    if not asked:
        return texts.SCOPE_NONE
    if len(asked) > _MAX_NAMED:
        return texts.SCOPE_MANY.format(count=len(asked), all=len(plans))
    return texts.SCOPE_SOME.format(count=len(asked), names="; ".join(plan_label(plans[plan_id]) for plan_id in asked))


class ScopeChoice:
    """The components a person chooses with."""

    def draw(self, plans: Plans) -> None:
        """Lays them out, folded up: the line on top says what is chosen."""
        with gr.Accordion(describe(Scope(), plans), open=False, elem_id="kh-scope") as self.frame:
            with gr.Row():
                labels = (texts.SCOPE_PLACE, texts.SCOPE_ISSUER, texts.SCOPE_YEAR)
                self._by = [gr.Dropdown([], label=label, multiselect=True, min_width=160) for label in labels]
            self._plans = gr.Dropdown([], label=texts.SCOPE_PLAN, info=texts.SCOPE_INFO, multiselect=True)

    @property
    def inputs(self) -> list[gr.Dropdown]:
        """The components whose values make a `Scope`, in its order."""
        return [*self._by, self._plans]

    def wire(self, describe_now: object) -> None:
        """`describe_now(places, issuers, years, plan_ids)` gives the new line on each change."""
        for choice in self.inputs:
            choice.change(describe_now, self.inputs, [self.frame], trigger_mode="always_last", **QUIET)

    def offer(self, plans: Plans) -> list[Update]:
        """What can be chosen now, for the frame and `inputs`; choices made stay."""
        offered: list[Sequence[object]] = [
            _sorted({plan.metadata.place for plan in plans.values() if plan.metadata.place}),
            _sorted({issuer_of(plan) for plan in plans.values() if issuer_of(plan)}),
            sorted({year for plan in plans.values() if (year := year_of(plan))}, reverse=True),
            plan_choices(plans),
        ]
        return [gr.update(choices=choices) for choices in offered]


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=sort_key)

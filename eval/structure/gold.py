"""The hand-marked structure of plans: reading `eval/gold/*.json`. The format is documented in `eval/gold/README.md`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import texts
from eval.errors import BadQuestion

GOLD = Path(__file__).parents[1] / "gold"


@dataclass(frozen=True)
class GoldNode:
    """A numbered heading or item: the tree it stands in ("" for the document's own), its path, its heading or opening words."""

    tree: str
    path: tuple[str, ...]
    heading: str


@dataclass(frozen=True)
class GoldCell:
    """A figure to be reached: what is measured, by when (or the column's header), the figure as written."""

    name: str
    column: str
    value: str
    optional: bool


@dataclass(frozen=True)
class GoldAssignment:
    """One task of one unit. `task` may leave out its middle (" … ")."""

    unit: str
    role: str
    task: str
    deadline: str
    product: str
    optional: bool


@dataclass(frozen=True)
class GoldPlan:
    """What a careful reader finds in one plan."""

    plan: str
    metadata: Mapping[str, Any]
    outline: tuple[GoldNode, ...]
    cells: tuple[GoldCell, ...]
    assignments: tuple[GoldAssignment, ...]


def load_gold(folder: Path = GOLD) -> list[GoldPlan]:
    """The marked plans in `folder`, by name. Raises `BadQuestion` with the file that is not in the format."""
    plans = []
    for path in sorted(folder.glob("*.json")):
        try:
            plans.append(_read(json.loads(path.read_text(encoding="utf-8"))))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadQuestion(texts.BAD_GOLD.format(file=path.name, error=repr(error))) from error
    return plans


def _read(record: Mapping[str, Any]) -> GoldPlan:
    return GoldPlan(
        plan=record["plan"],
        metadata=record["metadata"],
        outline=tuple(
            GoldNode(node.get("tree") or "", tuple(map(str, node["path"])), node["heading"] or "")
            for node in record["outline"]
        ),
        cells=tuple(
            GoldCell(
                i["name"], cell.get("column") or "", cell["value"], bool(i.get("optional") or cell.get("optional"))
            )
            for i in record["indicators"]
            for cell in i["cells"]
        ),
        assignments=tuple(
            GoldAssignment(
                a["unit"],
                a["role"],
                a["task"],
                a.get("deadline") or "",
                a.get("product") or "",
                bool(a.get("optional")),
            )
            for a in record["assignments"]
        ),
    )

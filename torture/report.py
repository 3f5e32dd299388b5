"""What a run did and what it found."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field

_SHOWN = 20  # violations printed at the end


@dataclass
class Report:
    """One run: what was done, how often, and every violation with the round that shows it again."""

    name: str
    done: Counter[str] = field(default_factory=Counter)
    figures: dict[str, str] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def check(self, holds: bool, violation: str) -> None:
        """Notes a violation where something does not hold."""
        if not holds:
            self.violations.append(violation)
            print(f"  VIOLATION {violation}", file=sys.stderr, flush=True)

    def print(self) -> None:
        """The run in a few lines."""
        did = ", ".join(f"{count} {what}" for what, count in sorted(self.done.items()))
        print(f"{self.name}: {did or 'nothing'}")
        for name, value in self.figures.items():
            print(f"  {name}: {value}")
        for violation in self.violations[:_SHOWN]:
            print(f"  VIOLATION {violation}")
        print(f"  {len(self.violations) or 'no'} violation{'' if len(self.violations) == 1 else 's'}", flush=True)

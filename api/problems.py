"""What is wrong with a server that still answers, in words for whoever runs it."""

from __future__ import annotations

import shutil

from api import texts
from api.deps import Services

_FREE_BYTES = 100_000_000  # a plan of 100 pages with its indexes takes about 2 MB


def problems(services: Services) -> list[str]:
    """What is damaged and being made anew, what keeps uploads waiting, and a disk that is nearly full."""
    found = [texts.AILING[part.value] for part in sorted(services.index.ailing)]
    if services.index.outage is not None:
        found.append(str(services.index.outage))
    try:
        free = shutil.disk_usage(services.settings.data).free
    except OSError:  # the data directory itself is gone
        found.append(texts.DATA_AWAY)
    else:
        if free < _FREE_BYTES:
            found.append(texts.DISK_LOW.format(free=free // 1_000_000))
    return found

"""Licences and sizes of everything that is installed to run the project; with --check, only whether all are acceptable.

Reads the metadata of the installed packages, starting from the project's own requirements (not its "dev" extra).
"""

import re
import sys
from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement

PROJECT = "kehoach"
# Strong copyleft would bind those who pass the product on. LGPL is left out: it allows use as a library.
REFUSED = re.compile(r"(?<!L)\bA?GPL|Affero|(?<!Lesser )General Public License", re.IGNORECASE)
UNKNOWN = "?"


def licence_of(package: Distribution) -> str:
    """The licence as the package states it: SPDX expression, else classifiers, else the first line of the free text."""
    expression = package.metadata["License-Expression"]
    if expression:
        return str(expression)
    classifiers = [
        c for c in package.metadata.get_all("Classifier") or [] if c.startswith("License :: OSI Approved ::")
    ]
    if classifiers:
        return "; ".join(c.rpartition(" :: ")[2] for c in classifiers)
    text = (package.metadata["License"] or "").strip()
    return text.splitlines()[0] if text else UNKNOWN


def size_mb(package: Distribution) -> float:
    """Installed size in MB, without compiled bytecode."""
    return sum(file.size or 0 for file in package.files or []) / 1e6


def installed_for(project: str) -> dict[str, Distribution]:
    """Normalised name → package, for `project` and all that it needs on this machine."""
    found: dict[str, Distribution] = {}
    done: set[tuple[str, str]] = set()  # (package, extra); "" is the package without extras
    pending = [(project, "")]
    while pending:
        name, extra = pending.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if (key, extra) in done:
            continue
        done.add((key, extra))
        found[key] = distribution(name)
        for line in found[key].requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                pending += [(requirement.name, wanted) for wanted in ("", *requirement.extras)]
    return found


def main() -> int:
    """Prints the table, or with --check only what is wrong; 1 when a licence is refused or not stated."""
    packages = installed_for(PROJECT)
    wrong = {k: p for k, p in packages.items() if licence_of(p) == UNKNOWN or REFUSED.search(licence_of(p))}
    if "--check" not in sys.argv[1:]:
        for key, package in sorted(packages.items()):
            print(f"{key:42} {package.version:12} {size_mb(package):7.1f} MB  {licence_of(package)[:80]}")
        print(f"{len(packages)} packages, {sum(map(size_mb, packages.values())):.0f} MB")
    for key, package in sorted(wrong.items()):
        print(
            f"{key} {package.version}: licence {licence_of(package)!r} is not acceptable at run time", file=sys.stderr
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

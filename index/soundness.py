"""Whether what Chroma and tantivy left on the disk can be used, told before either opens it; what can't be is made anew from the catalog."""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from index.seal import Seal

log = logging.getLogger(__name__)
CHROMA_DATABASE = "chroma.sqlite3"
_PROBE_S = 600.0  # loading a very large index from a slow disk


def vector_seal(folder: Path) -> Seal:
    """The seal of a Chroma folder. Its database changes with every write and has a check of its own."""
    return Seal(folder, (CHROMA_DATABASE,))


def lexical_seal(folder: Path) -> Seal:
    """The seal of a tantivy folder: all files but these are written once."""
    return Seal(folder, ("meta.json", ".managed.json"))


def clear_damaged_vectors(folder: Path, interrupted: bool) -> bool:
    """Empties a Chroma folder that can't be used; whether it was one. `interrupted`: the last process died while it wrote.

    Then files may rightly differ from their seal, and a process of its own tries them: a torn index can kill whoever loads it.
    """
    if not (folder / CHROMA_DATABASE).exists():
        damaged = any(folder.iterdir()) if folder.exists() else False
    elif vector_seal(folder).touched(CHROMA_DATABASE) and not _is_sound_database(folder / CHROMA_DATABASE):
        damaged = True
    else:
        damaged = _has_damaged_segments(folder, interrupted)
    if damaged:
        log.error("the vectors in %s are damaged; they are made anew from the catalog", folder)
        empty_folder(folder, vector_seal(folder))
    return damaged


def _has_damaged_segments(folder: Path, interrupted: bool) -> bool:
    seal = vector_seal(folder)
    broken = seal.broken()
    if seal.exists and not broken:
        return False
    return not _survives_probe(folder) if interrupted or not seal.exists else True


def _is_sound_database(path: Path) -> bool:
    try:
        connection = sqlite3.connect(path)
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False


def _survives_probe(folder: Path) -> bool:
    command = [sys.executable, "-m", "index.vector_probe", str(folder.absolute())]
    tried = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, timeout=_PROBE_S, check=False)
    if tried.returncode:
        log.error(
            "trying the vectors ended with %d: %s", tried.returncode, tried.stderr.decode(errors="replace")[-500:]
        )
    return tried.returncode == 0


def clear_damaged_lexical(folder: Path, interrupted: bool) -> bool:
    """Empties a tantivy folder with damaged files; whether it was one. After an interrupted write a sealed file may be gone rightly."""
    broken = lexical_seal(folder).broken()
    if interrupted:
        broken = {name for name in broken if (folder / name).exists()}
    if broken:
        log.error(
            "the lexical index in %s is damaged (%s); it is made anew from the catalog",
            folder,
            ", ".join(sorted(broken)),
        )
        empty_folder(folder, lexical_seal(folder))
    return bool(broken)


def sweep(folder: Path) -> None:
    """Removes what a write that was cut off left in a tantivy folder. Only while writing alone.

    tantivy numbers its files by the writes that it finished, so the next write wants the same names again, and fails over them for ever.
    """
    try:
        segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        kept = {segment["segment_id"].replace("-", ""): segment.get("deletes") for segment in segments}
    except (FileNotFoundError, ValueError, KeyError, TypeError):  # new, or damaged: tantivy will say so
        return
    for path in folder.iterdir():
        stem, _, rest = path.name.partition(".")
        if not stem or path.suffix in (".json", ".lock"):
            continue
        deletes = kept.get(stem)
        if stem not in kept or (path.suffix == ".del" and rest != f"{deletes['opstamp'] if deletes else ''}.del"):
            path.unlink()


def empty_folder(folder: Path, seal: Seal) -> None:
    """Forgets what is in a derived index's folder."""
    seal.drop()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)

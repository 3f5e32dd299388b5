"""What can go wrong in `eval`. Messages are Vietnamese and safe to show.

KehoachError (of `index`)
└── EvalError           everything below
    ├── BadQuestion     a question that breaks the format, or whose evidence is not in its plan
    ├── BadData         a file that is not what the documented format says (earlier run, gate, benchmark)
    └── ServerFailed    the server under test can't be reached or doesn't speak our API
"""

from __future__ import annotations

from index.errors import KehoachError


class EvalError(KehoachError):
    """Base of the errors of an evaluation run."""


class BadQuestion(EvalError):
    """A question that breaks the format, or whose evidence is not in its plan."""


class BadData(EvalError):
    """A file that is not in the documented format."""


class ServerFailed(EvalError):
    """The server under test can't be reached, or doesn't speak our API."""

"""What one person did last: an answer or a plan that comes late must not cover what they have gone on to."""

from __future__ import annotations


class Attention:
    """One person's latest action, shared by all their events; Gradio's own cancelling comes too late now and then.

    A moment is an object of its own, so taking one is a single assignment and needs no lock.
    """

    def __init__(self) -> None:
        self._moment: object = None
        self._conversation: object = None

    def turn(self) -> object:
        """The moment of an action; all earlier ones are over."""
        self._moment = moment = object()
        return moment

    def is_at(self, moment: object) -> bool:
        """Whether nothing was done since `moment`."""
        return self._moment is moment

    @property
    def conversation(self) -> object:
        """Stands for the conversation that is open."""
        return self._conversation

    def start_conversation(self) -> None:
        """Leaves the open conversation, and whatever is still on its way for it."""
        self._conversation = self.turn()

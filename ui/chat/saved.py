"""A conversation as the browser keeps it, so that it can be opened again later."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from ui.chat.conversation import Conversation

_CONVERSATION = TypeAdapter(Conversation)
_MAX_SAVED = 2_000_000  # characters; a browser keeps about five million for a site


def save(conversation: Conversation) -> str:
    """The conversation as JSON."""
    return _CONVERSATION.dump_json(conversation).decode()


def read(saved: str) -> Conversation | None:
    """The conversation that `save` wrote; None for anything else: a browser's storage holds whatever somebody put there."""
    if len(saved) > _MAX_SAVED:
        return None
    try:
        conversation = _CONVERSATION.validate_json(saved)
    except ValidationError:
        return None
    return None if conversation.is_waiting else conversation

import pytest

from index.store import PlanIndex, Snapshot
from rag.assistant import Assistant
from rag.conversation import Conversations, Turn, make_turn
from rag.question import Question, understand
from rag.understanding.diacritics import Restorer


class FakeClock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def question(snapshot: Snapshot, restorer: Restorer) -> Question:
    return understand("Sở Công Thương Hà Tĩnh làm gì?", snapshot, restorer)


def test_conversations_know_nothing_of_each_other(assistant: Assistant) -> None:
    one = assistant.ask("Sở Nội vụ Hà Tĩnh làm gì?", "một").conversation_id
    two = assistant.ask("Sở Tài chính Lâm Đồng làm gì?", "hai").conversation_id
    assert (one, two) == ("một", "hai")
    assert "**Sở Nội vụ**" in assistant.ask("Còn Lâm Đồng?", one).answer
    assert "**Sở Tài chính**" in assistant.ask("Còn Hà Tĩnh?", two).answer


def test_without_an_id_a_conversation_is_new_and_has_no_past(assistant: Assistant) -> None:
    first, second = assistant.ask("Sở Nội vụ Hà Tĩnh làm gì?"), assistant.ask("Còn Lâm Đồng?")
    assert first.conversation_id != second.conversation_id
    assert "Nội vụ" not in second.answer


def test_a_conversation_expires(shipped_index: PlanIndex) -> None:
    clock = FakeClock()
    assistant = Assistant(shipped_index, Conversations(expires_after_s=60, clock=clock))
    assistant.ask("Sở Nội vụ Hà Tĩnh làm gì?", "c")
    clock.now_s = 59
    assert "**Sở Nội vụ**" in assistant.ask("Còn Lâm Đồng?", "c").answer
    clock.now_s = 118  # kept alive by the question at 59
    assert "**Sở Nội vụ**" in assistant.ask("Còn Hà Tĩnh?", "c").answer
    clock.now_s = 178
    late = assistant.ask("Còn Lâm Đồng?", "c")
    assert "Nội vụ" not in late.standalone_question
    assert late.conversation_id == "c"


def test_the_least_recently_used_conversation_goes_first() -> None:
    conversations = Conversations(capacity=2)
    for name in ("a", "b", "a", "c"):
        conversations.remember(conversations.get(name), Turn("Ai ký?"))
    assert len(conversations) == 2
    assert [len(conversations.get(name).turns) for name in ("a", "b", "c")] == [2, 0, 1]


def test_a_long_conversation_keeps_its_last_turns_and_the_beginning_of_long_answers(question: Question) -> None:
    conversations = Conversations()
    for number in range(9):
        conversations.remember(conversations.get("c"), make_turn(question, (str(number),), "dài " * 5_000))
    turns = conversations.get("c").turns
    assert [turn.plan_ids for turn in turns] == [("4",), ("5",), ("6",), ("7",), ("8",)]
    assert all(turn.answer.startswith("dài dài") and len(turn.answer) < 5_000 for turn in turns)


class Kept(dict[str, str]):
    """Text kept for several processes, in this one."""

    load = dict.get
    save = dict.__setitem__

    def forget(self, conversation_id: str) -> None:
        """Drops a conversation."""
        self.pop(conversation_id, None)


def test_another_process_knows_the_turns() -> None:
    kept = Kept()
    one, two = Conversations(shared=kept), Conversations(shared=kept)
    turn = Turn("Ai phối hợp?", ("an-binh",), "**Sở Y tế**", ("an-binh",))
    one.remember(one.get("c"), turn)
    assert two.get("c").turns == (turn,)


@pytest.mark.parametrize("text", ["Ai ký?", "[]", "[[1]]", '{"a": 1}'])
def test_what_an_older_release_has_kept_is_no_turn(text: str) -> None:
    assert Conversations(shared=Kept(c=text)).get("c").turns == ()


def test_a_new_conversation_has_an_id_and_no_past() -> None:
    conversations = Conversations()
    first, second = conversations.get(None), conversations.get(None)
    assert first.id != second.id
    assert first.turns == second.turns == ()
    assert len(conversations) == 0

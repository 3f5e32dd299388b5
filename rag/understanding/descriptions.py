"""Plans called by their subject or issuer: "kế hoạch y tế cơ sở", "phong trào thi đua", "kế hoạch của Sở Y tế"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.assignments.units import unit_key
from index.records import Plan
from index.vietnamese import expand, key
from index.vocabulary import Vocabulary
from rag.understanding.cues import stop_words
from rag.understanding.places import plan_places
from rag.understanding.terms import bag_of, terms_of


def by_issuer(compared: str, candidates: Sequence[Plan]) -> tuple[list[Plan], tuple[str, ...]]:
    """Plans by "kế hoạch của Sở Y tế", "do Huyện ủy ban hành"; all of them when the question names no issuer so."""
    found: list[Plan] = []
    words: list[str] = []
    for plan in candidates:
        for name in issuer_names(plan):
            match = re.search(
                rf"(?:(?<!\S)(?:kế hoạch|quyết định|văn bản)(?: \S+){{0,14}}? )?(?:của|do) {re.escape(name)}(?!\S)|(?:kế hoạch|quyết định) {re.escape(name)}(?!\S)",
                compared,
            )
            if match and ("kế hoạch" in match.group() or "ban hành" in compared):
                found.append(plan)
                words.append(name)
                break
    return (found, tuple(dict.fromkeys(words))) if found else (list(candidates), ())


_AS_GOOD = 0.6  # of the best description's weight: as likely the plan meant


_MIN_DESCRIPTION = 2  # content words that a title must share with the question to be the plan meant


_LINKS = frozenset(
    [
        "của",
        "do",
        "ở",
        "tại",
        "tỉnh",
        "thành",
        "phố",
        "huyện",
        "về",
        "trên",
        "địa",
        "bàn",
        "năm",
        "giai",
        "đoạn",
        "và",
        "trong",
        "cho",
        "ngày",
        "số",
        "này",
        "đến",
        "từ",
    ]
)


def by_description(
    compared: str, candidates: Sequence[Plan], places: Sequence[str], vocabulary: Vocabulary
) -> tuple[list[Plan], tuple[str, ...]]:
    """Plans by words of their titles that stand together in the question ("kế hoạch y tế cơ sở", "phong trào thi đua"), and those words.

    With several places named, each place keeps its best plans.
    """
    words = compared.split()
    runs = {plan.plan_id: _title_runs(words, plan, vocabulary) for plan in candidates}
    groups = [[plan for plan in candidates if place in plan_places(plan)] for place in places] or [list(candidates)]
    chosen: list[Plan] = []
    for group in groups:
        best = max((weight for plan in group for weight, _ in runs[plan.plan_id]), default=0.0)
        fullest = [phrase for plan in group for weight, phrase in runs[plan.plan_id] if weight == best]
        chosen += [
            plan
            for plan in group
            if not best
            or any(
                weight >= _AS_GOOD * best and not _is_part(phrase, weight < best, fullest)
                for weight, phrase in runs[plan.plan_id]
            )
        ]
    phrases = {phrase for plan in chosen for _, phrase in runs[plan.plan_id]}
    if not phrases:
        return list(candidates), ()
    return list(dict.fromkeys(chosen)), tuple(sorted(phrases, key=len, reverse=True))


def _is_part(phrase: str, lighter: bool, fullest: Sequence[str]) -> bool:
    """Whether a description only says the beginning of the best one: "kế hoạch y tế" where another plan's title has "kế hoạch y tế cơ sở"."""
    return lighter and any(full.startswith(f"{phrase} ") for full in fullest)


# "Kế hoạch chuyển đổi số năm 2024 của Sở Thông tin và Truyền thông": a plan of a body that issued none, on a subject that no title has
_OTHER_PLAN = re.compile(
    r"(?<!\S)kế hoạch (?P<subject>(?:(?!của|nào|căn cứ|dựa)\S+ ){2,10}?)của (?P<body>(?!\S+ (?:phải|vào|được|sẽ|có|là|thì|đã|cần|trong|này|và|nào|do|cho|đến|từ|trước|khi|mình)(?!\S))(?:sở|phòng|ban|bộ|cục|chi cục|công an|hội|huyện ủy|tỉnh ủy|ủy ban nhân dân)(?: \S+){1,6})"
)


def absent_plan(compared: str, candidates: Sequence[Plan], vocabulary: Vocabulary, without: Sequence[str]) -> str:
    """The plan that the question names by subject and body, when no candidate has either; "" otherwise."""
    match = _OTHER_PLAN.search(compared)
    if match is None or any(match["body"].startswith(name) for plan in candidates for name in issuer_names(plan)):
        return ""
    terms = terms_of(match["subject"], vocabulary, without)
    titled = max(
        (terms.coverage(bag_of(plan.metadata.title.value)) for plan in candidates if plan.metadata.title), default=0.0
    )
    return f"“{match.group().strip()}”" if terms.words and titled < 0.3 else ""


def _title_runs(words: list[str], plan: Plan, vocabulary: Vocabulary) -> list[tuple[float, str]]:
    """Runs of the question's words after "kế hoạch" or the like that the plan's title, issuer and place hold, with their weight."""
    own = set(key(expand(" ".join(self_names(plan)))).split())
    title = bag_of(plan.metadata.title.value if plan.metadata.title else "")
    stop = stop_words() | set(words_of_owner(plan))  # whose plan it is does not say which plan it is
    found = []
    position = 0
    while position < len(words):
        end = position
        while end < len(words) and (words[end] in own or words[end] in _LINKS):
            end += 1
        while end > position and words[end - 1] in _LINKS:
            end -= 1
        run = [word for word in words[position:end] if word not in stop and word not in _LINKS and word in title.words]
        paired = sum(
            f"{a}_{b}" in title.pairs and (a in run or b in run)
            for a, b in zip(words[position:end], words[position + 1 : end], strict=False)
        )
        introduced = (
            words[max(0, position - 2) : position] == ["kế", "hoạch"]
            or words[position : position + 2] == ["kế", "hoạch"]
            or "kế hoạch" in " ".join(words[position:end])
        )
        if len(run) >= (_MIN_DESCRIPTION if introduced else 2 * _MIN_DESCRIPTION) and paired >= (
            1 if introduced else _MIN_DESCRIPTION
        ):
            found.append((sum(vocabulary.rarity(word) for word in set(run)), " ".join(words[position:end])))
        position = max(end, position + 1)
    return found


def words_of_owner(plan: Plan) -> list[str]:
    """The words of a plan's issuer and place."""
    metadata = plan.metadata
    owners = [fact.value for fact in (metadata.issuer, metadata.superior) if fact] + (
        [metadata.place] if metadata.place else []
    )
    return key(expand(" ".join([*owners, metadata.kind]))).split()


def self_names(plan: Plan) -> list[str]:
    """Title, issuer and place: the words a plan is called by."""
    metadata = plan.metadata
    return (
        [fact.value for fact in (metadata.title, metadata.issuer, metadata.superior) if fact]
        + ([metadata.place] if metadata.place else [])
        + [metadata.kind]
    )


def issuer_names(plan: Plan) -> list[str]:
    """Ways a plan's issuer is called, in compared form: its name, the name without the place, "Huyện ủy" for its "Ban Thường vụ"."""
    if plan.metadata.issuer is None:
        return []
    name = unit_key(plan.metadata.issuer.value)
    places = plan_places(plan)
    short = name
    for place in places:
        short = re.sub(rf"\s*(?:tỉnh|thành phố|huyện)? {re.escape(place)}$", "", short)
    return list(dict.fromkeys([name, short, short.removeprefix("ban thường vụ "), short.removesuffix(" chính phủ")]))


# "kế hoạch ngày 20/6/2023", "ban hành ngày 20 tháng 6 năm 2023", "kế hoạch năm 2024"; no "đến năm 2025"
_DATE_OR_YEAR = re.compile(
    r"(?<!\w)(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})(?!\w)|(?<!\w)(\d{1,2}) tháng (\d{1,2}) năm (\d{4})(?!\w)|(?<!đến )(?<!trước )(?<!từ )năm (\d{4})(?![-–/\w]| [-–])"
)


def own_dates(text: str, plans: Sequence[Plan]) -> list[str]:
    """The dates in a question on which its plans were issued, and their years: they say which plan is meant, not what is asked."""
    issued = {(on.day, on.month, on.year) for plan in plans if (on := plan.metadata.issued_on)}
    years = [set(plan.metadata.years) for plan in plans]
    found = []
    for match in _DATE_OR_YEAR.finditer(text):
        numbers = tuple(int(group) for group in match.groups() if group)
        if numbers in issued or (len(numbers) == 1 and years and all(numbers[0] in own for own in years)):
            found.append(match.group())
    return found

from index.parsing import parse_plan
from index.records import Plan
from rag.drafting import Draft
from rag.kinds.fact_lines import blank_line, name_blank, own_mentions, write_blank, write_fact
from tests.index.plans import document, plan_of

_BODY = "I. MỤC TIÊU\nXây dựng trạm y tế.\nII. TỔ CHỨC THỰC HIỆN\nSở Y tế chủ trì."


def _with_annex(named: str) -> Plan:
    return parse_plan(f"{document(_BODY)}\nPhụ lục\n(Kèm theo {named} của UBND tỉnh An Bình)\n1. Trạm y tế", "a.txt")


def _blank() -> Plan:
    text = document(_BODY).replace("Số: 12/KH-UBND", "Số: /KH-UBND").replace("ngày 05 tháng 3", "ngày tháng 3")
    return parse_plan(text, "b.txt")


def test_an_annex_that_names_the_plan_alike_adds_nothing() -> None:
    plan = _with_annex("Kế hoạch số 12/KH-UBND ngày 05/3/2024")
    assert [r.number for r in own_mentions(plan)] == ["12/KH-UBND"]
    assert "Tuy nhiên" not in write_fact(Draft(), plan, "number") + write_fact(Draft(), plan, "date")


def test_another_number_or_date_in_an_annex_is_shown_and_cited() -> None:
    plan = _with_annex("Kế hoạch số 21/KH-UBND ngày 15/3/2024")
    draft = Draft()
    number, day = write_fact(draft, plan, "number"), write_fact(draft, plan, "date")
    assert "**12/KH-UBND**" in number
    assert "**số 21/KH-UBND**" in number
    assert "**05/03/2024**" in day
    assert "**ngày 15/03/2024**" in day
    assert any("21/KH-UBND" in citation.quote for citation in draft.citations)


def test_an_annex_of_another_document_is_no_contradiction() -> None:
    assert own_mentions(_with_annex("Quyết định số 21/QĐ-UBND ngày 15/3/2024")) == ()


def test_blank_lines_are_cited() -> None:
    plan, draft = _blank(), Draft()
    number = blank_line(plan, "number")
    assert number is not None
    assert plan.quote(number.start, number.end) == "Số: /KH-UBND"
    assert write_blank(draft, plan, "number").endswith("để trống số, ký hiệu. [1]")
    assert write_blank(draft, plan, "date").endswith("để trống ngày ban hành. [2]")
    assert draft.citations[0].quote == "Số: /KH-UBND"


def test_what_has_no_line_is_not_stated() -> None:
    plan = parse_plan("KẾ HOẠCH\nPhát triển đô thị\nI. MỤC TIÊU\n1. Xây nhà.", "c.txt")
    assert blank_line(plan, "number") is None
    assert name_blank(plan, "number").endswith("không ghi số, ký hiệu.")


def test_the_issuer_is_cited_with_the_body_above_it() -> None:
    text = document(_BODY).replace("ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH", "UBND TỈNH AN BÌNH\nSỞ Y TẾ")
    draft = Draft()
    assert "**Sở Y tế**, UBND tỉnh An Bình" in write_fact(draft, parse_plan(text, "d.txt"), "issuer")
    assert draft.citations[0].quote.startswith("UBND TỈNH AN BÌNH\nSỞ Y TẾ")


def test_the_period_is_that_of_the_title() -> None:
    assert "**năm 2024**" in write_fact(Draft(), plan_of(_BODY), "period")
    spanning = parse_plan(document(_BODY).replace("năm 2024\n\nThực", "giai đoạn 2024 - 2030\n\nThực"), "e.txt")
    assert "**2024 - 2030**" in write_fact(Draft(), spanning, "period")

"""The five plans, as their documents have them."""

from datetime import date

import pytest

from survey.plan import Plan, parse_plan
from survey.publication_calendar import due_publications
from tally.quota import required_answers
from templates import shelf

PLANS = {name: parse_plan(shelf.read_plan_text(name), name) for name in shelf.list_plans()}


def test_there_are_five() -> None:
    assert sorted(PLANS) == [
        "da-nang-tttt-2021", "hau-giang-2021-2030", "huong-vinh-2024", "tay-xuan-2024",
        "van-phuc-2021",
    ]  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_forms_are_shipped(name: str) -> None:
    plan = PLANS[name]
    named = {plan.survey.form, *(channel.form for channel in plan.channels if channel.form)}
    assert named <= set(shelf.list_forms())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("van-phuc-2021", ("PHƯỜNG VẠN PHÚC",
         ("CHỦ TỊCH",), "Nguyễn Văn Dự", "VT", "UBND quận", 5)),
        ("huong-vinh-2024", ("PHƯỜNG HƯƠNG VINH",
         ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Đức Minh", "VP",
         "UBND thành phố Huế", 5)),
        ("tay-xuan-2024", ("XÃ TÂY XUÂN", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Huỳnh Văn Dũng",
         "VT", "Phòng Nội vụ huyện", 4)),
        ("hau-giang-2021-2030", ("TỈNH HẬU GIANG", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
         "Đông Văn Thanh", "VT, NC. TK", "Bộ Nội vụ", 6)),
        ("da-nang-tttt-2021", ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
         "Trần Ngọc Thạch", "VT, VP. NT", "Lãnh đạo Sở", 3)),
    ],
)  # fmt: skip
def test_heads_signatures_and_recipients(name: str, told: tuple[object, ...]) -> None:
    agency, report = PLANS[name].agency, PLANS[name].report
    signs = (report.signer_title, report.signer_name, report.archive)
    assert (agency.heading[-1], *signs, report.recipients[0], len(report.recipients)) == told


def quota(plan: Plan, dossiers: int) -> int | None:
    (rule,) = plan.quotas
    return required_answers(rule, dossiers)


@pytest.mark.parametrize(
    ("name", "scope", "asked"),
    [
        ("huong-vinh-2024", "unit", {0: 0, 99: 99, 100: 100, 999: 100, 1000: None}),
        ("tay-xuan-2024", "field", {0: 0, 5: 5, 7: 6, 10: 9, 100: 81}),
        ("da-nang-tttt-2021", "unit", {199: None, 200: 200, 667: 201, 1000: 300, 1001: None}),
        ("hau-giang-2021-2030", "unit", {0: None, 200: 134, 1000: 286, 5000: 371}),
    ],
)
def test_quotas(name: str, scope: str, asked: dict[int, int | None]) -> None:
    plan = PLANS[name]
    assert plan.quotas[0].scope == scope
    assert {dossiers: quota(plan, dossiers) for dossiers in asked} == asked


def test_the_plan_with_the_box_names_no_quota() -> None:
    assert PLANS["van-phuc-2021"].quotas == ()


def calendar_of(name: str) -> list[tuple[str, str]]:
    plan = PLANS[name]
    ends = date(plan.survey.year, 12, 31)
    dues = due_publications(plan.publications, plan.survey, ends)
    return [(str(due.period), due.day.strftime("%d/%m") if due.day else "") for due in dues]


def test_calendars() -> None:
    tay_xuan = calendar_of("tay-xuan-2024")
    assert len(tay_xuan) == 12 + 2 + 1 + 1
    assert {("2024-Q1", "28/03"), ("2024-Q3", "28/09"), ("2024-H1", "28/06"),
            ("2024", "28/12"), ("2024-12", "28/12")} <= set(tay_xuan)  # fmt: skip
    assert not {period for period, _day in tay_xuan} & {"2024-Q2", "2024-Q4", "2024-H2"}
    assert calendar_of("da-nang-tttt-2021") == [("2021", "24/12"), ("2021-H1", "")]
    assert calendar_of("hau-giang-2021-2030") == [("2021", "")]
    assert calendar_of("van-phuc-2021") == [("2021-10", ""), ("2021", "")]
    assert calendar_of("huong-vinh-2024") == []


def test_only_two_plans_use_paper_boxes() -> None:
    assert {name for name, plan in PLANS.items() if plan.boxes} == {
        "van-phuc-2021", "hau-giang-2021-2030"
    }  # fmt: skip


def test_numbers_and_days_that_the_documents_lack_are_not_invented() -> None:
    known = {name: (plan.document.number, plan.document.date) for name, plan in PLANS.items()}
    assert known["huong-vinh-2024"] == ("116/KH-UBND", date(2024, 8, 2))
    assert known["van-phuc-2021"] == ("129/KH-UBND", date(2021, 10, 1))
    rest = [known[name] for name in known if name not in {"huong-vinh-2024", "van-phuc-2021"}]
    assert rest == [("", None)] * 3

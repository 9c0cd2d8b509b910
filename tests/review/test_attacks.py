"""What must not get in: strangers, other sites, forged forms, paths, floods, scripts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from review.app import build_app, doors
from review.desk import Entry
from review.doors import Access, Door, UndeclaredDoorError, check_doors
from review.guard import HEADERS, MOST_BODY_BYTES
from review.seats import Seats, Turn
from steps.session import open_session
from tests.office import Office
from tests.review.visitors import HOA, ORIGIN, Review, open_review

ADDRESSES = [
    "/", "/sign-in", "/overview", "/questions", "/questions/back", "/questions/undo",
    "/questions/{sheet}/q1", "/crops/{sheet}/q1", "/sheets/{sheet}", "/papers/{page}",
    "/pictures/{page}",
]  # fmt: skip


def fill(address: str, review: Review) -> str:
    sheet = review.office.answers()[0]["sheet"]
    return address.format(sheet=sheet, page=review.page_number())


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:1",
                                  "localhost.evil.example:8000", ""])  # fmt: skip
def test_a_foreign_host_is_refused(shared: Review, host: str) -> None:
    told = shared.browser().ask("GET", "/overview", headers={"Host": host})
    assert told.status_code == 421
    assert "Hòm" not in told.text


def test_this_machine_may_be_called_localhost(shared: Review) -> None:
    told = shared.stranger().ask("GET", "/sign-in", headers={"Host": "localhost:8000"})
    assert told.status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_the_start_address_nothing_is_shown(shared: Review, address: str) -> None:
    told = shared.stranger().get(fill(address, shared))
    assert told.status_code == 403
    assert "address that the terminal shows" in told.text


@pytest.mark.parametrize("address", ADDRESSES[2:])
def test_without_a_seat_nothing_is_shown(shared: Review, address: str) -> None:
    told = shared.browser().get(fill(address, shared))
    assert told.url.path == "/sign-in"


@pytest.mark.parametrize("token", ["", "x", "é", "%00"])
def test_a_wrong_token_opens_nothing(shared: Review, token: str) -> None:
    told = shared.stranger().get(f"/start?token={token}")
    assert told.status_code == 403
    assert "set-cookie" not in told.headers


def test_cookies_are_for_this_page_alone(shared: Review) -> None:
    shared.client.cookies.clear()
    start = shared.entry.address.removeprefix(ORIGIN)
    told = shared.client.get(start, follow_redirects=False)
    cookie = told.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:9"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(review: Review, headers: dict[str, str]) -> None:
    browser = review.sitter(Turn.FIRST, HOA)
    before = review.head()
    browser.get("/questions")
    (crop,) = re.findall(r'src="/crops/([^"]+)"', browser.page)
    token = re.findall(r'name="token" value="([^"]+)"', browser.page)[0]
    data = {"token": token, "own": "0", "value": "5"}
    told = browser.ask("POST", f"/questions/{crop}", data=data, headers=headers)
    assert told.status_code == 403
    assert review.head() == before


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_form_without_its_token_is_refused(review: Review, token: str) -> None:
    browser = review.sitter(Turn.FIRST, HOA)
    browser.get("/questions")
    before = review.head()
    assert browser.answer("5", token=token).status_code == 403
    assert review.head() == before


def test_the_token_of_another_seat_is_refused(review: Review) -> None:
    first = review.sitter(Turn.FIRST, HOA)
    second = review.sitter(Turn.SECOND, "Khác")
    first.get("/questions")
    second.get("/questions")
    theirs = re.findall(r'name="token" value="([^"]+)"', second.page)[0]
    assert first.answer("5", token=theirs).status_code == 403


def test_a_picture_of_another_site_is_refused(shared: Review) -> None:
    browser = shared.sitter(Turn.FIRST, HOA)
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert browser.ask("GET", "/overview", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/crops/..%2f..%2fsurvey.toml/q1",
        "/crops/../../survey.toml",
        "/crops/{sheet}/..%2f..%2fsurvey.db",
        "/pictures/..%2fsurvey.db",
        "/pictures/99999999",
        "/papers/99999999999999999999",
        "/pictures/-1",
        "/assets/..%2fapp.py",
        "/assets/../app.py",
        "/assets/app.py",
        "/questions/{sheet}/q99",
        "/sheets/..%2f..",
    ],
)
def test_no_path_leads_out_of_the_record(shared: Review, address: str) -> None:
    browser = shared.sitter(Turn.FIRST, HOA)
    told = browser.get(fill(address, shared))
    assert told.status_code == 404
    assert "seal_number" not in told.text


def test_a_body_too_large_is_refused(review: Review) -> None:
    browser = review.sitter(Turn.FIRST, HOA)
    browser.get("/questions")
    assert browser.answer("5", why="x" * (MOST_BODY_BYTES + 1)).status_code == 413


def test_a_body_too_large_is_refused_even_if_it_hides_its_length(review: Review) -> None:
    browser = review.sitter(Turn.FIRST, HOA)
    browser.get("/questions")
    flood = (b"x" * 1024 for _part in range(MOST_BODY_BYTES // 1024 + 1))
    headers = {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
    told = browser.ask("POST", "/sign-out", content=flood, headers=headers)
    assert told.status_code == 413


def test_a_form_of_a_thousand_fields_is_refused(review: Review) -> None:
    browser = review.sitter(Turn.FIRST, HOA)
    browser.get("/questions")
    assert browser.answer("5", **{f"x{n}": "" for n in range(1000)}).status_code == 400


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_only_forms_are_understood(review: Review, kind: str) -> None:
    browser = review.sitter(Turn.FIRST, HOA)
    headers = {"Origin": ORIGIN, "Content-Type": kind}
    told = browser.ask("POST", "/sign-out", content=b"token=x", headers=headers)
    assert told.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_do_nothing(shared: Review, method: str) -> None:
    browser = shared.sitter(Turn.FIRST, HOA)
    told = browser.ask(method, "/overview", headers={"Origin": ORIGIN})
    assert told.status_code in {400, 405}


@pytest.mark.parametrize("address", ["/overview", "/assets/review.js", "/crops/{sheet}/q1", "/x"])
def test_every_answer_carries_the_headers(shared: Review, address: str) -> None:
    told = shared.sitter(Turn.FIRST, HOA).get(fill(address, shared))
    assert HEADERS.items() <= {name.title(): text for name, text in told.headers.items()}.items()
    assert told.headers["cache-control"] == "no-store"
    assert "unsafe" not in told.headers["content-security-policy"]


def test_a_refusal_carries_the_headers_too(shared: Review) -> None:
    told = shared.stranger().ask("GET", "/", headers={"Host": "evil.example"})
    assert told.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("address", ["/overview", "/questions", "/sign-in", "/sheets/{sheet}"])
def test_no_page_has_script_or_style_inline(shared: Review, address: str) -> None:
    page = shared.sitter(Turn.FIRST, HOA).get(fill(address, shared)).text
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert re.findall(r"<script[^>]*>[^<]", page) == []


def test_a_name_with_script_in_it_stays_text(review: Review) -> None:
    browser = review.sitter(Turn.FIRST, '<script>alert("x")</script>')
    assert "<script>alert" not in browser.page
    assert "&lt;script&gt;alert" in browser.page


def test_a_plan_with_script_in_it_stays_text(scanned: Office) -> None:
    plan = scanned.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    wrong = text.replace('name = "UBND phường Vạn Phúc"', 'name = "<img src=x onerror=alert(1)>"')
    plan.write_text(wrong, encoding="utf-8")
    with open_review(scanned) as review:
        assert "<img src=x" not in review.sitter(Turn.FIRST, HOA).page


def test_script_in_the_name_of_a_procedure_stays_text(scanned: Office) -> None:
    plan = scanned.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    wrong = re.sub(
        r'(\[\[procedures\]\][^[]*?title = ")[^"]+', r"\1<script>alert(1)</script>", text
    )
    plan.write_text(wrong, encoding="utf-8")
    with open_review(scanned) as review:
        page = review.sitter(Turn.FIRST, HOA).get("/procedures").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_script_in_the_id_of_a_sheet_stays_text(shared: Review) -> None:
    told = shared.sitter(Turn.FIRST, HOA).get("/sheets/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert "<script>alert" not in told.text.lower()


def test_a_seat_that_was_taken_over_is_left(review: Review) -> None:
    first = review.sitter(Turn.FIRST, HOA)
    review.sitter(Turn.FIRST, "Người khác")
    assert first.get("/overview").url.path == "/sign-in"


# --- no door without a guard ----------------------------------------------------------------------


async def answer(_visit: object) -> PlainTextResponse:
    return PlainTextResponse("")


DECLARED = st.builds(
    lambda path, access: Door("GET", f"/{path}", access, answer),
    st.text("abc", min_size=1),
    st.sampled_from(Access),
)
UNDECLARED = st.sampled_from(
    [
        Route("/open", lambda _request: PlainTextResponse("")),
        Mount("/files", Starlette()),
        Door("GET", "/none", None, answer),  # type: ignore[arg-type]
    ]
)


@given(st.lists(DECLARED | UNDECLARED, max_size=8))
def test_an_address_that_declares_nothing_keeps_the_application_shut(
    routes: list[Door | Route | Mount],
) -> None:
    is_whole = all(isinstance(r, Door) and isinstance(r.access, Access) for r in routes)
    if is_whole:
        check_doors(routes)
    else:
        with pytest.raises(UndeclaredDoorError):
            check_doors(routes)


def test_the_application_is_not_built_with_such_an_address(scanned: Office) -> None:
    routes = (*doors(), Route("/open", lambda _request: PlainTextResponse("")))
    with pytest.raises(UndeclaredDoorError, match="/open"):
        build_app(lambda: open_session(scanned.path), Seats(), Entry(1), routes)


def test_whatever_changes_the_record_asks_for_a_seat() -> None:
    posts = {door.path: door.access for door in doors() if "POST" in (door.methods or ())}
    assert posts.pop("/sign-in") is Access.GUEST
    assert set(posts.values()) == {Access.SEATED}

from hypothesis import given
from hypothesis import strategies as st

from reports.signatures import Signer, signature_rows
from survey.opening import Before, Opening, Person
from survey.plan import Role
from tests.reports.conftest import OpeningMaker, at

COMPULSORY = (Role.SECRETARY, Role.CHAIR, Role.ONE_STOP_HEAD)


def opening_of(roles: list[Role]) -> Opening:
    people = tuple(
        Person(name=f"Người {number}", title="Công chức", role=role)
        for number, role in enumerate(roles)
    )
    before = Before(checked_at=at(16, 0), lock="intact", seal="intact")
    return Opening(period="2021-10", box="hom-1", people=people, before=before)


@given(st.lists(st.sampled_from(list(Role)), max_size=12))
def test_everyone_signs_once_secretary_first_and_chair_at_the_right(extra: list[Role]) -> None:
    opening = opening_of([*COMPULSORY, *extra])
    rows = signature_rows(opening)
    signers = [
        signer
        for row in rows
        for signer in (row.left, row.inner_left, row.inner_right, row.right)
        if signer.name
    ]
    assert sorted(signer.name for signer in signers) == sorted(p.name for p in opening.people)
    assert (rows[0].left.capacity, rows[0].left.name) == ("THƯ KÝ", "Người 0")
    assert (rows[0].right.capacity, rows[0].right.name) == ("CHỦ TỌA", "Người 1")
    assert all(row.left != Signer() for row in rows)


def test_the_head_of_the_one_stop_shop_signs_by_title(opened: OpeningMaker) -> None:
    first, second = signature_rows(opened())
    assert first.inner_left.capacity == "TRƯỞNG BỘ PHẬN MỘT CỬA"
    assert first.right.note == "(Chữ ký, dấu nếu có)"
    assert [second.left.capacity, second.inner_left.capacity, second.inner_right.capacity] == [
        "BỘ PHẬN XỬ LÝ PHIẾU",
        "NGƯỜI CHỨNG KIẾN",
        "NGƯỜI GIÁM SÁT",
    ]
    assert second.right == Signer()

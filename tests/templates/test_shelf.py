from pathlib import Path

import pytest

from survey.errors import DocumentError, FormError, MistakesError, RequestError
from survey.plan import Role, parse_plan
from templates import shelf


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A ward's own templates folder with a form in it and another in its forms folder."""
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "phu-luc-1.toml").write_text("# own, in forms", encoding="utf-8")
    (tmp_path / "phu-luc-1.toml").write_text("# own", encoding="utf-8")
    (tmp_path / "mau-rieng.toml").write_text("# mẫu riêng", encoding="utf-8")
    (tmp_path / "mau-rieng.docx").write_bytes(b"PK")
    return tmp_path


@pytest.mark.parametrize("name", shelf.list_plans())
def test_every_shipped_plan_is_right_and_its_form_is_shipped(name: str) -> None:
    plan = parse_plan(shelf.read_plan_text(name), name)
    assert plan.name == name
    assert plan.survey.form in shelf.list_forms()


def test_the_plan_of_van_phuc_is_the_real_one() -> None:
    plan = parse_plan(shelf.read_plan_text("van-phuc-2021"), "van-phuc-2021")
    assert plan.document.number == "129/KH-UBND"
    assert plan.report.recipients[0] == "UBND quận"
    assert len(plan.procedures) == 42
    assert plan.procedure("2.000815.000.00.00.H61").field == "chung-thuc"
    assert all(plan.role_title(role) for role in Role)


def test_the_wards_own_form_wins(own: Path) -> None:
    assert shelf.read_form_text("phu-luc-1", own) == "# own, in forms"
    (own / "forms" / "phu-luc-1.toml").unlink()
    assert shelf.read_form_text("phu-luc-1", own) == "# own"
    assert shelf.read_form_text("mau-rieng", own) == "# mẫu riêng"
    assert "phu-luc-1" in shelf.read_form_text("phu-luc-1")


def test_the_wards_own_document_wins(own: Path) -> None:
    assert shelf.document_path("mau-rieng", own) == own / "mau-rieng.docx"
    (own / "documents").mkdir()
    (own / "documents" / "mau-rieng.docx").write_bytes(b"PK")
    assert shelf.document_path("mau-rieng", own) == own / "documents" / "mau-rieng.docx"


@pytest.mark.parametrize(
    "name", ["khong-co", "../forms/phu-luc-1", "", "a/b", "Phu-luc-1", "phu\n"]
)
def test_a_name_that_is_not_on_the_shelf_is_refused(name: str, own: Path) -> None:
    with pytest.raises(RequestError):
        shelf.read_plan_text(name)
    with pytest.raises(FormError):
        shelf.read_form_text(name, own)
    with pytest.raises(DocumentError):
        shelf.document_path(name, own)


def test_an_own_form_that_is_no_text_is_a_mistake(own: Path) -> None:
    (own / "hong.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(MistakesError):
        shelf.read_form_text("hong", own)

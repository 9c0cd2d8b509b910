import io

import zxingcpp
from PIL import Image

from reports.head import head_picture
from survey.head import short_head
from tests.reports.conftest import HEAD


def test_short_head_is_four_groups_of_the_first_digits() -> None:
    assert short_head(HEAD) == "9f2c 1a77 03bd e411"


def test_qr_code_holds_the_whole_head() -> None:
    picture = head_picture(HEAD)
    with Image.open(io.BytesIO(picture.png)) as image:
        found = zxingcpp.read_barcodes(image.convert("L"))
    assert [code.text for code in found] == [HEAD]
    assert HEAD in picture.alternative

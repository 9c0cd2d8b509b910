"""A plan and an opening as people would write them, for tests to spoil."""

PLAN = """\
name = "van-phuc-2021"
title = "Khảo sát năm 2021"

[agency]
name = "UBND phường Vạn Phúc"
heading = ["ỦY BAN NHÂN DÂN", "PHƯỜNG VẠN PHÚC"]
place = "Vạn Phúc"
symbol = "UBND"
one_stop = "Bộ phận Một cửa phường"
standing = "Thường trực UBND phường"

[document]
number = "129/KH-UBND"
date = 2021-10-01
issuer = "UBND phường Vạn Phúc"

[survey]
form = "phu-luc-1"
year = 2021
starts = 2021-10-01
ends = 2021-10-31
period_months = 1
method = "Thu qua hòm phiếu"

[[boxes]]
id = "hom-1"
name = "Hòm phiếu số 1"
place = "Bộ phận Một cửa phường"

[[fields]]
id = "ho-tich"
name = "Hộ tịch"

[[procedures]]
code = "1.001193"
title = "Thủ tục đăng ký khai sinh"
field = "ho-tich"

[[procedures]]
code = "2.000635.000.00.00.H26"
title = "Cấp bản sao Trích lục hộ tịch"
field = "ho-tich"

[[roles]]
role = "chair"
title = "Chủ tịch UBND phường"

[report]
lead_unit = "Văn phòng UBND phường"
archive = "VT"
signer_title = ["CHỦ TỊCH"]
signer_name = "Nguyễn Văn Dự"
"""

OPENING = """\
period = "2021-10"
box = "hom-1"
people = [
  {name = "Nguyễn Văn An", role = "chair"},
  {name = "Trần Thị Bình", title = "Trưởng bộ phận Một cửa", role = "one_stop_head"},
  {name = "Lê Văn Cường", title = "Công chức", role = "secretary"},
]
remarks = ""

[before]
checked_at = 2021-10-29T16:00:00+07:00
lock = "intact"
seal = "intact"
seal_number = "0123"
note = ""

[opened]
at = 2021-10-29T16:05:00+07:00

[count]
first = 120
second = 120
issued = 150
foreign_objects = ""
difference_explained = ""

[handover]
sheets_to = "Văn phòng UBND phường"
sheets_seal_number = "0124"
key_to = "Bộ phận quản lý hòm phiếu"
box_seal_number = "0125"

[closed]
at = 2021-10-29T16:40:00+07:00
copies = 3
"""

REFUSAL = """\
period = "2021-10"
box = "hom-1"
people = [
  {name = "Nguyễn Văn An", role = "chair"},
  {name = "Trần Thị Bình", title = "Trưởng bộ phận Một cửa", role = "one_stop_head"},
  {name = "Lê Văn Cường", title = "Công chức", role = "secretary"},
]

[before]
checked_at = 2021-10-29T16:00:00+07:00
lock = "intact"
seal = "broken"
note = "Giấy niêm phong rách một góc"

[refusal]
reported_at = 2021-10-29T16:10:00+07:00
instruction = "Giữ nguyên hiện trạng"
instructed_at = 2021-10-29T16:30:00+07:00
"""


def spoil(text: str, *changes: tuple[str, str]) -> str:
    """The text with each change made once; a change that finds nothing is the test's own fault."""
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text

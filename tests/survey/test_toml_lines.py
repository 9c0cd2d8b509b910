import json
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from survey.toml_lines import key_lines

TEXT = """\
top = 1   # [not] a = section
dotted.key = [1,
  2, {x = 1, y = "a]b"},
]

[section]
long = \"\"\"
[inside]
a = 1 \\\"\"\"
\"\"\"
"quoted" = 'it'
literal = '''
b = 2'''

[[boxes]]
id = "1"
[[boxes]]
id = "2"
[boxes.place]
room = 2021-10-29T16:00:00.5+07:00
[[boxes.seals]]
number = 3
"""


def test_every_key_has_its_line() -> None:
    tomllib.loads(TEXT)
    assert key_lines(TEXT) == {
        ("top",): 1,
        ("dotted",): 2,
        ("dotted", "key"): 2,
        ("dotted", "key", 0): 2,
        ("dotted", "key", 1): 3,
        ("dotted", "key", 2): 3,
        ("dotted", "key", 2, "x"): 3,
        ("dotted", "key", 2, "y"): 3,
        ("section",): 6,
        ("section", "long"): 7,
        ("section", "quoted"): 11,
        ("section", "literal"): 12,
        ("boxes",): 15,
        ("boxes", 0): 15,
        ("boxes", 0, "id"): 16,
        ("boxes", 1): 17,
        ("boxes", 1, "id"): 18,
        ("boxes", 1, "place"): 19,
        ("boxes", 1, "place", "room"): 20,
        ("boxes", 1, "seals"): 21,
        ("boxes", 1, "seals", 0): 21,
        ("boxes", 1, "seals", 0, "number"): 22,
    }


KEYS = st.text("abcxyz0123456789_-", min_size=1, max_size=6)
VALUES = st.one_of(
    st.text("ab []{}=,.#'\"\\\n", max_size=12), st.integers(), st.lists(st.booleans(), max_size=4)
)


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=4), max_size=5))
def test_values_never_shift_the_lines(sections: list[dict[str, object]]) -> None:
    written, expected = [], {}
    for position, section in enumerate(sections):
        written.append("[[s]]")
        for key, value in section.items():
            written.append(f"{key} = {json.dumps(value)}")
            expected["s", position, key] = len(written)
    text = "\n".join(written)
    tomllib.loads(text)
    found = {path: line for path, line in key_lines(text).items() if len(path) == 3}
    assert found == expected

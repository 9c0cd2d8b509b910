"""The journal is a chain, and nothing in it is ever changed."""

import hashlib
import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.journal import FIRST_PREVIOUS, canonical_json, read_events
from store.record import Record
from tests.store.surveys import fill

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_every_event_is_bound_to_the_one_before(record: Record) -> None:
    fill(record)
    events = list(read_events(record.connection))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert events[0].kind == "survey-created"
    hashes = [FIRST_PREVIOUS, *(event.hash for event in events)]
    assert [event.previous for event in events] == hashes[:-1]
    assert record.head() == hashes[-1]


def test_hash_follows_the_published_rule(record: Record) -> None:
    event = record.append(
        "bundle-exported", {"b": "Đủ", "a": [1, None]}, person="An", role="auditor"
    )
    assert event.body_text == '{"a":[1,null],"b":"Đủ"}'
    sealed = (
        f'[{event.seq},"{event.at}","bundle-exported","An","auditor","{event.version}",'
        f'{json.dumps(event.body_text, ensure_ascii=False)},"{event.previous}"]'
    )
    assert event.hash == hashlib.sha256(sealed.encode()).hexdigest()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET person = 'x' WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 2",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
        "INSERT INTO journal SELECT seq + 7, at, kind, '', '', '', '', '', '' FROM journal",
        "UPDATE secret SET value = x'00'",
        "DELETE FROM secret",
        "INSERT OR REPLACE INTO secret VALUES ('mac-key', x'00')",
    ],
)
def test_the_database_refuses_to_forget(record: Record, sql: str) -> None:
    before = list(read_events(record.connection)), record.secret_key()
    with pytest.raises(sqlite3.IntegrityError, match=r"never|only grows"):
        record.connection.execute(sql)
    assert (list(read_events(record.connection)), record.secret_key()) == before


@given(JSON_VALUES)
def test_canonical_json_has_one_spelling(value: object) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


def test_canonical_json_stores_what_is_no_text() -> None:
    assert canonical_json("phi\udce9u.jpg") == '"phi?u.jpg"'


def test_canonical_json_refuses_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))

from reports.prose import last_sentence, paragraphs, sentence


def test_sentence_gets_one_full_stop() -> None:
    assert sentence("không có") == "không có."
    assert sentence("Đã xong. ") == "Đã xong."
    assert sentence("Vì sao?") == "Vì sao?"


def test_last_sentence_closes_the_body_once() -> None:
    assert last_sentence("Không có") == "Không có./."
    assert last_sentence("Đề nghị bổ sung bàn viết.") == "Đề nghị bổ sung bàn viết./."
    assert last_sentence("Đã đủ./.") == "Đã đủ./."


def test_paragraphs_leave_out_empty_lines() -> None:
    assert paragraphs("một\n\n  hai \n") == ("một", "hai")
    assert paragraphs("") == ()

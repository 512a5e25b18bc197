"""Which encoding bytes prove to be in."""

from __future__ import annotations

import pytest

from extractor.encoding import decode, looks_garbled

TEXT = "青川湾市云岭区发展和改革局2023年政府信息公开工作年度报告\n一、总体情况\n主动公开政府信息12条。\n"
TRADITIONAL = "政府資訊公開的年度報告，本機關受理申請三件，均已答覆。"


@pytest.mark.parametrize(("encoding", "name"), [
    ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16"),
    ("gb2312", "gb18030"), ("gbk", "gb18030"), ("gb18030", "gb18030"),
])
def test_encodings_of_simplified_text(encoding: str, name: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, name)


def test_utf16_with_either_byte_order_mark() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == (TEXT, "utf-16")
    assert decode(b"\xff\xfe" + TEXT.encode("utf-16-le")) == (TEXT, "utf-16")


def test_big5_is_told_from_gb18030_which_would_decode_it_too() -> None:
    data = TRADITIONAL.encode("big5")
    data.decode("gb18030")
    assert decode(data) == (TRADITIONAL, "big5")


def test_rare_characters_of_gb18030() -> None:
    text = TEXT + "㙟𠮷鿍"
    assert decode(text.encode("gb18030")) == (text, "gb18030")


@pytest.mark.parametrize("lost", [1, 2])
def test_a_last_character_that_is_cut_off_is_dropped(lost: int) -> None:
    text = TEXT.rstrip()
    assert decode(text.encode()[:-lost]) == (text[:-1], "utf-8")
    assert decode(text.encode("gb18030")[:-1]) == (text[:-1], "gb18030")


def test_damage_in_the_middle_is_flagged_and_never_read_as_another_encoding() -> None:
    data = (TEXT * 3).encode()
    for position in range(30, 60):
        text, name = decode(data[:position] + data[position + 1 :])
        assert name in ("utf-8", "utf-8?")
        assert name == "utf-8" or "\ufffd" in text
        assert "总体情况" in text
    text, name = decode((TEXT * 3).encode("gb18030") + b"\xff\xff" + TEXT.encode("gb18030"))
    assert (name, "总体情况" in text) == ("gb18030?", True)


def test_bytes_that_are_no_text_do_not_raise() -> None:
    for data in (b"", b"\0", b"\xff", b"\xff\xfe\x00", bytes(range(256)), b"\0" * 100):
        assert isinstance(decode(data)[0], str)
    assert decode(b"abc") == ("abc", "utf-8")


def test_text_garbled_before_it_was_saved() -> None:
    long = TEXT * 3
    assert looks_garbled(long.encode().decode("gb18030", "replace"))
    assert looks_garbled(long.encode().decode("latin-1"))
    assert looks_garbled("2023年????????????本局????主动公开????????????????????????政府??????????????????信息????????")
    assert looks_garbled("锟斤拷锟斤拷锟斤拷2023锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷")
    for good in (long, TRADITIONAL * 3, "a plain English text that is long enough", "", "一、0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"):
        assert not looks_garbled(good)

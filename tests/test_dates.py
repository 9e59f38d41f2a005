"""Dates as pages print them: what is read from them, and what is no date."""

from __future__ import annotations

import pytest

from cleaner.dates import is_date_line, parse
from cleaner.language import languages

DATES = [
    ("1998 was cold, 2025-09-01 was not", "2025-09-01"),
    ("2026-04-27", "2026-04-27"),
    ("2026-04-27T14:02:00Z", "2026-04-27T14:02"),
    ("2026-04-27T14:02:00+02:00", "2026-04-27T14:02"),
    ("2026/4/7", "2026-04-07"),
    ("April 27, 2026", "2026-04-27"),
    ("Published: April 27, 2026", "2026-04-27"),
    ("Published on 27 April 2026 by the newsroom", "2026-04-27"),
    ("Sept. 3, 2024 at 5:30 p.m. ET", "2024-09-03T17:30"),
    ("Sept. 3, 2024, 12:15 a.m.", "2024-09-03T00:15"),
    ("March 3rd, 2025 | 5 min read", "2025-03-03"),
    ("The 3rd of May, 2025", "2025-05-03"),
    ("Mon 3 Mar 2025 10.30 GMT", "2025-03-03T10:30"),
    ("3-May-2025", "2025-05-03"),
    ("10/31/2024", "2024-10-31"),
    ("31/10/2024, 14h02", "2024-10-31T14:02"),
    ("05/05/2025", "2025-05-05"),
    ("19.09.2025", "2025-09-19"),
    ("04.05.2026 09:00", "2026-05-04T09:00"),
    ("14:02, 27.04.2026", "2026-04-27T14:02"),
    ("27 апреля 2026 г., 14:02", "2026-04-27T14:02"),
    ("12 листопада 2024", "2024-11-12"),
    ("27 април 2026 г.", "2026-04-27"),
    ("Mo., 3. März 2025, 10:30 Uhr", "2025-03-03T10:30"),
    ("3. Jänner 2025", "2025-01-03"),
    ("3 mars 2025 à 10h30", "2025-03-03T10:30"),
    ("mar. 3 juin 2025", "2025-06-03"),
    ("3 de marzo de 2025", "2025-03-03"),
    ("segunda-feira, 3 de março de 2025", "2025-03-03"),
    ("3 d'abril de 2025", "2025-04-03"),
    ("27 kwietnia 2026, 14:02", "2026-04-27T14:02"),
    ("1. 5. 2025", "2025-05-01"),
    ("3. marta 2025. u 14:02", "2025-03-03T14:02"),
    ("27.4.2026 klo 14.02", "2026-04-27T14:02"),
    ("3. mars 2025 kl. 14:02", "2025-03-03T14:02"),
    ("2025. március 3., hétfő 10:30", "2025-03-03T10:30"),
    ("2025 m. kovo 3 d.", "2025-03-03"),
    ("2025. gada 3. martā", "2025-03-03"),
    ("2025eko martxoaren 3a", "2025-03-03"),
    ("3 Mart 2025 Pazartesi, 14:02", "2025-03-03T14:02"),
    ("3 Μαρτίου 2025, 14:02", "2025-03-03T14:02"),
    ("3 მარტი, 2025", "2025-03-03"),
    ("2025 жылғы 3 наурыз", "2025-03-03"),
    ("3 Márta 2025", "2025-03-03"),
    ("Senin, 3 Maret 2025 14:02 WIB", "2025-03-03T14:02"),
    ("Isnin, 3 Mac 2025", "2025-03-03"),
    ("Marso 3, 2025", "2025-03-03"),
    ("3 Machi 2025", "2025-03-03"),
    ("Ngày 12 tháng 5 năm 2025", "2025-05-12"),
    ("Thứ Hai, 13/3/2025, 10:30 (GMT+7)", "2025-03-13T10:30"),
    ("١٢ مارس ٢٠٢٥", "2025-03-12"),
    ("12 كانون الثاني 2025", "2025-01-12"),
    ("سه‌شنبه ۱۲ مارس ۲۰۲۵", "2025-03-12"),
    ("12 בספטמבר 2025", "2025-09-12"),
    ("12 सितंबर 2025", "2025-09-12"),
    ("12 सितंबर 2025, 05:30 PM IST", "2025-09-12T17:30"),
    ("৩ মার্চ ২০২৫, ১৪:০২", "2025-03-03T14:02"),
    ("3 மார்ச் 2025", "2025-03-03"),
    ("3 มีนาคม 2568", "2025-03-03"),
    ("วันจันทร์ที่ 3 มี.ค. พ.ศ. 2568 10:30 น.", "2025-03-03T10:30"),
    ("២៧ ខែមីនា ឆ្នាំ២០២៥", "2025-03-27"),
    ("၂၀၂၅ ခုနှစ် မတ်လ ၃ ရက်", "2025-03-03"),
    ("2025年9月1日", "2025-09-01"),
    ("2025年9月1日 星期一 14:02", "2025-09-01T14:02"),
    ("2025年9月1日午後2時30分", "2025-09-01T14:30"),
    ("2025년 9월 1일 월요일 오후 2:30", "2025-09-01T14:30"),
    ("29 February 2024", "2024-02-29"),
    ("1 January 1990", "1990-01-01"),
    ("31 December 2100", "2100-12-31"),
]

NEITHER = [
    "",
    "1998",
    "In 1998",
    "May 2025",
    "May 1968: what remains",
    "10 ways to win",
    "10 ways to win in 2025",
    "30 February 2025",
    "29 February 2025",
    "13/13/2025",
    "30.02.2025",
    "3 May 1968",
    "31 December 1989",
    "1 January 2101",
    "12–14 May 2025",
    "14:02",
    "1,998 2,025 12.5",
    "+49 30 2025 1204",
    "ISBN 978-3-16-148410-0",
    "Room 12, 2025",
    "iPhone 15",
    "Chapter 3",
    "2:1 (1:0)",
    "192.168.20.25",
    "3 Foobar 2025",
    "12/05/2568",
    "9" * 60,
]

SENTENCES = [
    "12 May 1998 was a cold day",
    "On 12 May 2020 the bridge fell into the river.",
    "September 11, 2001 attacks",
    "Earthquake of 12 May 2020 kills three",
    "Published: April 27, 2026 | 5 min read",
    "April 27, 2026 By Ann Smith",
    "Am 3. März 2025 sagte sie zu.",
    "The vote is on 3 May 2025 at 14:02 in Lund town hall",
    "Chronology: 3 May 2025, 4 May 2025",
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_a_date_is_read(text: str, date: str) -> None:
    assert parse(text) == date


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_no_date_is_neither_read_nor_a_date_line(text: str) -> None:
    assert parse(text) is None
    assert not is_date_line(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_line_that_says_more_than_a_date_is_no_date_line(text: str) -> None:
    assert not is_date_line(text)


NOT_ALONE = {
    "1998 was cold, 2025-09-01 was not",
    "March 3rd, 2025 | 5 min read",
    "Published on 27 April 2026 by the newsroom",
}


@pytest.mark.parametrize("text", [text for text, _ in DATES if text not in NOT_ALONE])
def test_a_date_alone_is_a_date_line(text: str) -> None:
    assert is_date_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "04/05/2026",  # April or May
        "12 listopada 2024",  # October or November
        "27 апреля, 14:02",
        "Aug 12, 14:02",
        "Last updated: 3 May 2025, 5:30 pm",
        "• 3 May 2025 |",
    ],
)
def test_a_date_line_need_not_be_clear(text: str) -> None:
    assert is_date_line(text)


def test_an_order_that_is_not_clear_is_not_guessed() -> None:
    assert parse("04/05/2026") is None
    assert parse("04-05-2026") is None


def test_the_language_decides_where_two_disagree() -> None:
    assert parse("12 listopada 2024") is None
    assert parse("12 listopada 2024", "pl") == "2024-11-12"
    assert parse("12 listopada 2024", "hr") == "2024-10-12"
    assert parse("12 May 2024", "hr") == "2024-05-12"


def test_the_first_of_two_dates_is_read() -> None:
    assert parse("Published: May 3, 2025. Updated: May 5, 2025") == "2025-05-03"


def test_a_time_that_cannot_be_is_left_out() -> None:
    assert parse("3 May 2025, 25:10") == "2025-05-03"
    assert parse("3 May 2025, 10:75") == "2025-05-03"


def test_long_texts_are_not_looked_at() -> None:
    assert parse("3 May 2025 " + "x" * 120) is None
    assert not is_date_line("3 May 2025" + " " * 80)


def test_every_spelling_of_every_month_is_read() -> None:
    for code, entry in languages().items():
        for number, line in enumerate(entry["months"].strip().splitlines(), 1):
            for spelling in line.split(", "):
                text = f"2025年{spelling}3日" if spelling[0].isdigit() or spelling[-1] == "月" else f"3 {spelling} 2025"
                if entry.get("year"):
                    text = f"3 {spelling} {2025 + entry['year']}"
                assert parse(text, code) == f"2025-{number:02}-03", (code, spelling)

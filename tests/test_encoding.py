from __future__ import annotations

import codecs
from typing import Final

import pytest

from cleaner.errors import SourceError
from cleaner.readers.encoding import decode_page, meant

TEXTS: Final = {
    "fr": (
        "Le phare de Kerlouan a été rallumé hier soir après onze années d’obscurité. « Nous n’y croyions plus "
        "», dit la gardienne, qui a gravi les cent quarante marches à pied. La lampe, déjà réparée deux fois, "
        "tourne grâce à un moteur de machine à laver."
    ),
    "de": (
        "Die Fähre über den Möhrensee fährt wieder. Nach längerer Prüfung hält das Amt die Brücke für zu "
        "schwach, während der alte Kahn „größere Lasten trägt als gedacht“. Für Fußgänger bleibt die "
        "Überfahrt kostenlos – auch an Sonn- und Feiertagen."
    ),
    "es": (
        "El molino de Valdeáguila volvió a moler después de cuarenta años. ¿Quién habría dicho que la rueda "
        "aún giraría? La señora Núñez guardó las piezas en el desván, envueltas en mantas, y las engrasó cada "
        "otoño con aceite de su propio olivar."
    ),
    "en": (
        "The café on Harbour Street isn’t closing after all. Its owner – a retired pilot – says that “the "
        "soup was never the problem”, and that the rent, £400 a month, will be paid in pies until the ferry "
        "brings visitors again in the spring."
    ),
    "pl": (
        "Latarnia morska w Żuławkach znów świeci. Po dziewięciu latach przerwy strażnik wszedł po stu "
        "schodach i włączył lampę, którą zasila silnik od pralki. Mieszkańcy mówią, że łodzie wreszcie znajdą "
        "drogę do przystani także w gęstej mgle."
    ),
    "cs": (
        "Přívoz přes Mlýnskou řeku opět jezdí. Úřad dlouho zkoušel nosnost mostu a nakonec rozhodl, že stará "
        "loď unese více, než se čekalo. Pěší se přepraví zdarma, kola za pět korun, a kůň prý musí plavat "
        "vedle lodě jako dřív."
    ),
    "tr": (
        "Yeşilköy'ün eski değirmeni kırk yıl sonra yeniden un öğütüyor. Ustası, çarkın hâlâ döneceğine "
        "kimsenin inanmadığını söyledi. Parçaları çatı katında battaniyelere sarılı saklamış ve her güz kendi "
        "zeytinliğinin yağıyla yağlamış."
    ),
    "el": (
        "Ο φάρος της Αλυκής άναψε ξανά ύστερα από έντεκα χρόνια. Ο φύλακας ανέβηκε τα εκατό σαράντα σκαλιά με "
        "τα πόδια και έβαλε μπροστά τη λάμπα, που τώρα γυρίζει με τη μηχανή ενός πλυντηρίου. Οι ψαράδες λένε "
        "ότι θα βρίσκουν πάλι το λιμάνι."
    ),
    "ru": (
        "Паром через Мельничное озеро снова ходит. Управление долго проверяло мост и решило, что старая лодка "
        "выдержит больше, чем думали. Пешеходов перевозят бесплатно, велосипеды за пять рублей, а лошади, как "
        "и прежде, плывут рядом."
    ),
    "bg": (
        "Старата воденица край Брезово отново мели брашно. Майсторът разказа, че никой не вярвал, че колелото "
        "още ще се върти. Частите лежали на тавана, увити в одеяла, и всяка есен той ги смазвал с масло от "
        "собствената си градина."
    ),
    "he": (
        "המגדלור בכפר הדייגים הודלק מחדש לאחר אחת עשרה שנים של חושך. השומר עלה ברגל במאה וארבעים המדרגות "
        "והפעיל את המנורה, שמסתובבת עכשיו בעזרת מנוע של מכונת כביסה. הדייגים אומרים שימצאו שוב את הדרך לנמל "
        "גם בערפל."
    ),
    "ar": (
        "عادت العبارة القديمة إلى العمل في بحيرة الطاحونة بعد أن فحصت الدائرة الجسر طويلا. وقال صاحبها إن "
        "القارب يحمل أكثر مما ظنوا، وإن المشاة يعبرون مجانا، أما الخيول فتسبح إلى جانبه كما كانت تفعل في "
        "الماضي."
    ),
    "th": (
        "ประภาคารของหมู่บ้านชาวประมงกลับมาส่องแสงอีกครั้งหลังจากมืดมา"
        "นานสิบเอ็ดปี คนเฝ้าเดินขึ้นบันไดหนึ่งร้อยสี่สิบขั้น แล้วเปิด"
        "โคมไฟซึ่งตอนนี้หมุนด้วยมอเตอร์ของเครื่องซักผ้า ชาวประมงบอกว่"
        "าจะหาทางกลับท่าเรือได้แม้ในหมอก"
    ),
    "zh": (
        "磨坊湖上的渡船又开始运行了。有关部门对桥梁进行了长时间的检查，最后认为旧船能够承受的重量比人们想象的要多。行人免费过河，"
        "自行车收五元，马匹仍然像从前一样跟在船边游泳。船主说，今年春天他还要给船重新刷一遍漆。"
    ),
    "tw": (
        "磨坊湖上的渡船又開始行駛了。有關單位對橋樑進行了長時間的檢查，最後認為舊船能夠承受的重量比人們想像的還要多。行人免費過河"
        "，自行車收五元，馬匹仍然像從前一樣跟在船邊游泳。船主說，今年春天他還要替船重新上漆。"
    ),
    "ja": (
        "水車湖の渡し船がふたたび動き始めた。役所は長いあいだ橋を調べ、古い船のほうが思ったより多くの荷を運べると判断した。歩行者"
        "は無料で、自転車は五十円、馬はこれまでどおり船の横を泳ぐ。船主はこの春もう一度ペンキを塗るつもりだという。"
    ),
    "ko": (
        "물레방아 호수의 나룻배가 다시 다니기 시작했다. 관청은 오랫동안 다리를 조사한 끝"
        "에 낡은 배가 생각보다 많은 짐을 실을 수 있다고 판단했다. 보행자는 무료이고 자"
        "전거는 오백 원이며 "
        "말은 예전처럼 배 옆에서 헤엄친다."
    ),
}
# fmt: off
OWN: Final = {
    "fr": ("cp1252", "iso8859-15"), "de": ("cp1252",), "es": ("cp1252", "latin-1"), "en": ("cp1252",),
    "pl": ("iso8859-2", "cp1250"),
    "cs": ("iso8859-2", "cp1250"), "tr": ("cp1254", "iso8859-9"), "el": ("cp1253", "iso8859-7"),
    "ru": ("cp1251", "koi8-r", "iso8859-5", "cp866"), "bg": ("cp1251",), "he": ("cp1255",), "ar": ("cp1256",), "th": ("cp874",),
    "zh": ("gb18030", "gbk"), "tw": ("big5",), "ja": ("shift_jis", "euc_jp", "iso2022_jp"), "ko": ("euc_kr", "cp949"),
}
# fmt: on
# What nothing but a declaration tells: two encodings that differ in a few letters.
DECLARED_ONLY: Final = {"iso8859-15", "cp1250", "iso8859-2", "iso8859-9", "cp1254", "iso2022_jp", "iso8859-7", "cp866"}
WIDE: Final = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
BOMS: Final = {
    "utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE,
}  # fmt: skip


def page(text: str, meta: str = "") -> str:
    return f"<!doctype html><html><head>{meta}<title>{text[:30]}</title></head><body><nav>Home</nav><p>{text}</p></body></html>"


def fitting(text: str, encoding: str) -> str:
    """`text` without the typographic signs that an encoding lacks."""
    return text.encode(encoding, "ignore").decode(encoding)


def cases() -> list[tuple[str, bytes, str, str | None]]:
    """Name, bytes, what they say, and a hint."""
    found: list[tuple[str, bytes, str, str | None]] = []
    for language, encodings in OWN.items():
        for encoding in encodings:
            text = fitting(TEXTS[language], encoding)
            label = {"latin-1": "ISO-8859-1", "cp949": "ks_c_5601-1987", "gbk": "gb2312"}.get(encoding, encoding)
            label = label.replace("cp12", "windows-12").replace("cp874", "tis-620")
            meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
            for name, declaration, hint in (
                ("meta", meta, None),
                ("html5", f"<meta charset='{label}'>", None),
                ("hint", "", f"text/html; charset={label}"),
                ("hint over meta", '<meta charset="iso-8859-1">', f"text/html;charset={label.upper()}"),
                ("western hint, own meta", meta, "text/html; charset=ISO-8859-1"),
            ):
                source = page(text, declaration)
                found.append((f"{language} {encoding} {name}", source.encode(encoding), source, hint))
            if encoding not in DECLARED_ONLY:
                for name, declaration in (
                    ("nothing", ""),
                    ("wrong utf-8", "<meta charset=utf-8>"),
                    ("wrong western", '<meta charset="iso-8859-1">'),
                    ("wrong cyrillic", '<meta charset="windows-1251">'),
                ):
                    if name == "wrong cyrillic" and encoding not in ("koi8-r", "iso8859-5", "big5", "shift_jis"):
                        continue  # one byte a letter, capitals where capitals are
                    source = page(text, declaration)
                    found.append((f"{language} {encoding} {name}", source.encode(encoding), source, None))
    for language, text in TEXTS.items():
        for encoding in WIDE:
            source = page(text)
            found.append((f"{language} {encoding}", source.encode(encoding), source, None))
            found.append((f"{language} {encoding} mark", BOMS[encoding] + source.encode(encoding), source, None))
            source = page(text, '<meta charset="windows-1251">')
            found.append((f"{language} {encoding} wrong meta", source.encode(encoding), source, None))
            found.append((f"{language} {encoding} wrong hint", source.encode(encoding), source, "gb2312"))
    return found


def test_of_a_labelled_set_nearly_all_is_read() -> None:
    wrong = [name for name, data, text, hint in cases() if decode_page(data, hint).text.removeprefix("\ufeff") != text]
    assert len(wrong) <= 0.05 * len(cases()), f"{len(wrong)} of {len(cases())}: {wrong}"


@pytest.mark.parametrize(
    ("data", "hint", "encoding", "how"),
    [
        (b"<p>plain</p>", None, "utf-8", "utf-8"),
        (b"", None, "utf-8", "utf-8"),
        ("<p>é</p>".encode(), "text/html; charset=iso-8859-1", "utf-8", "utf-8"),
        ("<p>déjà vu, été</p>".encode("cp1252"), "text/html; charset=iso-8859-1", "cp1252", "hint"),
        ("<meta charset=latin1><p>déjà vu, été</p>".encode("cp1252"), None, "cp1252", "meta"),
        ('<?xml version="1.0" encoding="koi8-r"?><p>пример текста</p>'.encode("koi8-r"), None, "koi8-r", "meta"),
        (codecs.BOM_UTF16_LE + "<p>x</p>".encode("utf-16-le"), "koi8-r", "utf-16", "byte order mark"),
        ("<p>x</p>".encode("utf-32-be"), None, "utf-32-be", "width"),
        ("<p>日本語の文</p>".encode("iso2022_jp"), "text/html; charset=iso-2022-jp", "iso2022_jp", "hint"),
        ("<meta charset=unicode_escape><p>a\\u0041é</p>".encode(), None, "utf-8", "utf-8"),
        (b"<meta charset=utf-16><p>plain</p>", None, "utf-8", "meta"),
        (b"<p>" + "日本語の文章。".encode() * 30 + b"\xe6\x97</p>", None, "utf-8", "utf-8, replaced"),
        (b"<meta charset=gbk><p>" + "磨坊湖上".encode("gbk") * 30 + b"\xff</p>", None, "gb18030", "meta, replaced"),
        (codecs.BOM_UTF16_LE + "<p>x</p>".encode("utf-16-le") + b"x", None, "utf-16", "byte order mark, replaced"),
    ],
)  # fmt: skip
def test_says_how_it_was_read(data: bytes, hint: str | None, encoding: str, how: str) -> None:
    assert decode_page(data, hint)[1:] == (encoding, how)


def test_a_western_byte_in_utf8_is_read_as_what_it_was() -> None:
    text = TEXTS["de"]
    data = f"<p>{text}{text}</p>".encode() + "<footer>Gemeinde Möhrensee</footer>".encode("cp1252")
    assert decode_page(data) == (f"<p>{text}{text}</p><footer>Gemeinde Möhrensee</footer>", "utf-8", "utf-8, replaced")


@pytest.mark.parametrize(
    "data",
    [
        b"<p>a\x00b, and so on and so forth until there is enough of it</p>",
        "<p>half a \ud800 character</p>".encode("utf-8", "surrogatepass"),
        "<p>half a \udfff character</p>".encode("utf-16-le", "surrogatepass"),
        b"<p>\xff\xfe\xfd\xfc</p>",
        bytes(range(128, 256)),
        b"\xff\xfe\x00\x00" + b"\xff" * 9,
        b'<meta charset="">\xe9t\xe9',
        b"<meta charset=hex>\xe9t\xe9",
        b"<meta " * 3000 + b"\xe9",
        b"<" * 100_000 + b"\xe9",
    ],
)
@pytest.mark.parametrize("hint", [None, "", "text/html", "text/html; charset=", "charset=idna", "\x00", "utf-7", "é" * 99])
def test_odd_bytes_are_read_as_they_can(data: bytes, hint: str | None) -> None:
    text, encoding, how = decode_page(data, hint)
    assert text
    assert encoding
    assert how
    text.encode("utf-8")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(SourceError, match="is no text"):
        decode_page(bytes(range(256)) * 8, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("utf8", "utf-8"), (" UTF-8 ", "utf-8"), ("latin1", "cp1252"), ("us-ascii", "cp1252"), ("windows-1252", "cp1252"),
        ("GB_2312-80", "gb18030"), ("x-gbk", "gb18030"), ("big5-hkscs", "big5hkscs"), ("x-sjis", "cp932"), ("sjis", "cp932"),
        ("windows-31j", "cp932"), ("ks_c_5601-1987", "cp949"), ("windows-949", "cp949"), ("iso-8859-9", "cp1254"),
        ("windows-874", "cp874"), ("iso-8859-8-i", "iso8859-8"), ("x-mac-cyrillic", "mac-cyrillic"), ("koi8_r", "koi8-r"),
        ("x-x-big5", "big5hkscs"), ("macintosh", "mac-roman"), ("x-cp1251", "cp1251"), ("euc-jp", "euc_jp"),
        ("utf-7", None), ("rot13", None), ("idna", None), ("", None), ("none", None), ("\x00", None),
    ],
)  # fmt: skip
def test_a_label_means_what_browsers_take_it_for(label: str, encoding: str | None) -> None:
    assert meant(label) == encoding

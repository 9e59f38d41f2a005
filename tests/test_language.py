"""The language of a text: one invented newspaper paragraph a language, and texts that have none."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from cleaner.language import detect, languages, vote

PARAGRAPHS = [
    (
        "af",
        "Die burgemeester het Maandag gesê dat die stad nie meer geld vir die ou brug het nie. Hulle sal "
        "eers in die lente met die werk begin, want daar is tans nie genoeg werkers om die taak te doen "
        "nie.",
    ),
    (
        "ar",
        "قال رئيس البلدية يوم الاثنين إن المدينة لن تتمكن من دفع تكاليف الجسر الجديد هذا العام. وأضاف أن "
        "العمل الذي كان مقررا في الربيع قد تأجل إلى ما بعد الصيف، من دون أن يحدد موعدا.",
    ),
    (
        "az",
        "Bələdiyyə sədri bazar ertəsi bildirib ki, şəhərin yeni körpü üçün kifayət qədər pulu yoxdur. "
        "Onun sözlərinə görə, işlər bu il deyil, gələn yazda başlayacaq və daha çox vaxt aparacaq.",
    ),
    (
        "be",
        "Мэр горада заявіў у панядзелак, што грошай на новы мост пакуль няма. Паводле яго слоў, працы "
        "пачнуцца толькі пасля зімы, але ўжо цяпер можна было б падрыхтаваць усе дакументы, якія "
        "патрэбныя для гэтага.",
    ),
    (
        "bg",
        "Кметът заяви в понеделник, че градът няма да може да плати за новия мост през тази година. "
        "Според него работата ще започне след зимата, но все още не е ясно кой ще я извърши и на каква "
        "цена.",
    ),
    (
        "bn",
        "মেয়র সোমবার জানান, নতুন সেতুর জন্য শহরের হাতে এখন যথেষ্ট টাকা নেই। তিনি বলেন, শীতের পর কাজ শুরু হবে এবং আগামী বছর তা শেষ হতে পারে।",
    ),
    (
        "ca",
        "L'alcaldessa va dir dilluns que la ciutat no tindrà prou diners per pagar el pont aquest any. "
        "Les obres, que havien de començar a la primavera, es faran més tard, però encara no hi ha cap "
        "data.",
    ),
    (
        "cs",
        "Starostka v pondělí řekla, že město na nový most letos nemá dost peněz. Práce podle ní začnou "
        "až po zimě, ale také to bude záležet na tom, jak rychle se podaří získat peníze od státu.",
    ),
    (
        "cy",
        "Dywedodd y maer ddydd Llun nad oes gan y ddinas ddigon o arian i dalu am y bont newydd eleni. "
        "Mae'r gwaith wedi ei ohirio tan y gwanwyn, ac nid yw'n glir pwy fydd yn talu am y gost "
        "ychwanegol.",
    ),
    (
        "da",
        "Borgmesteren sagde mandag, at byen ikke har penge nok til den nye bro. Arbejdet skal efter "
        "planen begynde til foråret, men det er endnu ikke klart, hvem der skal betale for det, og hvad "
        "det bliver til.",
    ),
    (
        "de",
        "Die Bürgermeisterin sagte am Montag, dass die Stadt in diesem Jahr nicht genug Geld für die "
        "neue Brücke hat. Mit den Arbeiten wird erst nach dem Winter begonnen, und wer sie bezahlt, ist "
        "noch nicht klar.",
    ),
    (
        "el",
        "Η δήμαρχος δήλωσε τη Δευτέρα ότι η πόλη δεν έχει αρκετά χρήματα για τη νέα γέφυρα. Οι εργασίες "
        "θα αρχίσουν μετά τον χειμώνα, αλλά δεν είναι ακόμη σαφές ποιος θα τις πληρώσει.",
    ),
    (
        "en",
        "The mayor said on Monday that the town would not be able to pay for the new bridge this year. "
        "Work had been expected to start in the spring, but it is still not clear who will meet the cost "
        "of it.",
    ),
    (
        "es",
        "La alcaldesa dijo el lunes que la ciudad no podrá pagar el nuevo puente este año. Las obras, "
        "que iban a empezar en primavera, se harán más tarde, pero todavía no hay una fecha y los "
        "vecinos están muy molestos.",
    ),
    (
        "et",
        "Linnapea ütles esmaspäeval, et linnal ei ole uue silla jaoks raha. Tööd algavad alles pärast "
        "talve, aga veel ei ole selge, kes need kinni maksab ja kui palju see kõik maksma läheb.",
    ),
    (
        "eu",
        "Alkateak astelehenean esan zuen hiriak ez duela aurten zubi berria ordaintzeko dirurik. Lanak "
        "udaberrian hasiko dira, baina oraindik ez dago argi nork ordainduko dituen eta zenbat izango "
        "den.",
    ),
    (
        "fa",
        "شهردار روز دوشنبه گفت که شهر امسال پول کافی برای ساخت پل تازه را ندارد. او گفت کار پس از زمستان "
        "آغاز خواهد شد، اما هنوز روشن نیست که هزینه آن را چه کسی باید بپردازد.",
    ),
    (
        "fi",
        "Pormestari sanoi maanantaina, että kaupungilla ei ole tänä vuonna rahaa uuteen siltaan. Työt "
        "alkavat vasta talven jälkeen, mutta vielä ei ole selvää, kuka ne maksaa ja kuinka paljon se on.",
    ),
    (
        "fr",
        "La maire a déclaré lundi que la ville ne pourra pas payer le nouveau pont cette année. Les "
        "travaux, qui devaient commencer au printemps, sont repoussés, mais on ne sait pas encore qui "
        "paiera ni dans quels délais.",
    ),
    (
        "ga",
        "Dúirt an méara Dé Luain nach bhfuil a dóthain airgid ag an gcathair chun an droichead nua a "
        "thógáil i mbliana. Tá an obair curtha siar go dtí an t-earrach, ach níl sé soiléir fós cé a "
        "íocfaidh as.",
    ),
    (
        "gl",
        "A alcaldesa dixo o luns que a cidade non ten cartos para pagar a nova ponte neste ano. As "
        "obras, que ían comezar na primavera, faranse máis tarde, pero aínda non se sabe cando nin quen "
        "as vai pagar, segundo unha veciña.",
    ),
    (
        "gu",
        "મેયરે સોમવારે કહ્યું કે નવા પુલ માટે શહેર પાસે પૂરતા પૈસા નથી. કામ શિયાળા બાદ શરૂ થશે, પણ તેનો ખર્ચ કોણ આપશે તે હજી સ્પષ્ટ નથી.",
    ),
    (
        "he",
        "ראש העירייה אמרה ביום שני כי לעיר אין מספיק כסף לגשר החדש השנה. העבודות יתחילו רק לאחר החורף, "
        "אבל עדיין לא ברור מי ישלם עליהן.",
    ),
    (
        "hi",
        "महापौर ने सोमवार को कहा कि इस साल नए पुल के लिए शहर के पास पैसा नहीं है। काम सर्दी के बाद शुरू "
        "होगा, लेकिन यह अभी साफ नहीं है कि खर्च कौन उठाएगा।",
    ),
    (
        "hr",
        "Gradonačelnica je u ponedjeljak rekla da grad ove godine nema dovoljno novca za novi most. "
        "Radovi će početi tek nakon zime, ali još nije jasno tko će ih platiti i gdje će se prije toga "
        "sve pregledati tijekom godine.",
    ),
    (
        "hu",
        "A polgármester hétfőn azt mondta, hogy a városnak az idén nincs elég pénze az új hídra. A munka "
        "csak a tél után kezdődik el, de még nem világos, hogy ki fizeti meg, és mennyi lesz az ára.",
    ),
    (
        "hy",
        "Քաղաքապետը երկուշաբթի օրը հայտարարեց, որ քաղաքը այս տարի նոր կամրջի համար գումար չունի։ "
        "Աշխատանքները կսկսվեն ձմեռվանից հետո։",
    ),
    (
        "id",
        "Wali kota mengatakan pada hari Senin bahwa kota itu tidak bisa membayar jembatan baru tahun ini "
        "karena uangnya tidak cukup. Pekerjaan akan dimulai setelah musim hujan, namun belum jelas siapa "
        "yang akan membayarnya saat itu.",
    ),
    (
        "is",
        "Bæjarstjórinn sagði á mánudag að bærinn hefði ekki efni á nýrri brú á þessu ári. Vinnan hefst "
        "ekki fyrr en eftir veturinn, en það er ekki enn ljóst hver á að borga fyrir hana eða hvað hún "
        "kostar.",
    ),
    (
        "it",
        "La sindaca ha detto lunedì che la città non potrà pagare il nuovo ponte quest'anno. I lavori, "
        "che dovevano iniziare in primavera, saranno rinviati, ma non è ancora chiaro chi pagherà e "
        "quanto più costerà alla fine.",
    ),
    (
        "ja",
        "市長は月曜日、新しい橋のための予算が今年は足りないと述べた。工事は冬が終わってから始まる見通しだ"
        "が、だれが費用を払うのかはまだ決まっていない。",
    ),
    (
        "ka",
        "ქალაქის მერმა ორშაბათს განაცხადა, რომ წელს ახალი ხიდისთვის საკმარისი თანხა არ არის. სამუშაოები "
        "ზამთრის შემდეგ დაიწყება.",
    ),
    (
        "kk",
        "Қала әкімі дүйсенбі күні биыл жаңа көпір үшін ақша жеткіліксіз деп мәлімдеді. Жұмыс қыстан "
        "кейін басталады, бірақ оның құнын кім төлейтіні әзірге белгісіз болып отыр және бұл туралы "
        "шешім де жоқ.",
    ),
    (
        "km",
        "អភិបាលក្រុងបាននិយាយនៅថ្ងៃចន្ទថា ទីក្រុងមិនមានថវិកាគ្រប់គ្រាន់សម្រាប់ស្ពានថ្មីនៅឆ្នាំនេះទេ។ ការងារនឹងចាប់ផ្តើមក្រោយរដូវភ្លៀង។",
    ),
    (
        "kn",
        "ಈ ವರ್ಷ ಹೊಸ ಸೇತುವೆಗೆ ನಗರದ ಬಳಿ ಸಾಕಷ್ಟು ಹಣವಿಲ್ಲ ಎಂದು ಮೇಯರ್ ಸೋಮವಾರ ಹೇಳಿದರು. ಚಳಿಗಾಲದ ನಂತರ ಕೆಲಸ ಆರಂಭವಾಗಲಿದೆ.",
    ),
    (
        "ko",
        "시장은 월요일 올해 새 다리를 지을 예산이 부족하다고 밝혔다. 공사는 겨울이 지난 뒤에 시작될 "
        "예정이지만 비용을 누가 낼지는 아직 정해지지 않았다.",
    ),
    (
        "lo",
        "ເຈົ້າຄອງນະຄອນກ່າວໃນວັນຈັນວ່າ ເມືອງບໍ່ມີເງິນພຽງພໍສໍາລັບຂົວໃໝ່ໃນປີນີ້. ວຽກງານຈະເລີ່ມຫຼັງລະດູຝົນ.",
    ),
    (
        "lt",
        "Merė pirmadienį sakė, kad miestas šiemet neturi pinigų naujam tiltui. Darbai prasidės tik po "
        "žiemos, tačiau dar nėra aišku, kas už juos mokės ir kaip tai bus daroma, nes iki šiol apie tai "
        "tik kalbama.",
    ),
    (
        "lv",
        "Mēre pirmdien sacīja, ka pilsētai šogad nav naudas jaunajam tiltam. Darbi sāksies tikai pēc "
        "ziemas, bet vēl nav skaidrs, kas par tiem maksās un vai nauda būs arī nākamajā gadā.",
    ),
    (
        "mk",
        "Градоначалничката во понеделникот изјави дека градот оваа година нема пари за новиот мост. "
        "Работите ќе почнат по зимата, но сè уште не е јасно кој ќе ги плати и што ќе биде со стариот.",
    ),
    (
        "ml",
        "ഈ വർഷം പുതിയ പാലത്തിന് നഗരത്തിന്റെ കൈവശം മതിയായ പണമില്ലെന്ന് മേയർ തിങ്കളാഴ്ച പറഞ്ഞു. ശൈത്യകാലത്തിന് ശേഷം പണി തുടങ്ങും.",
    ),
    (
        "mr",
        "महापौरांनी सोमवारी सांगितले की या वर्षी नव्या पुलासाठी शहराकडे पुरेसे पैसे नाहीत. काम हिवाळ्यानंतर "
        "सुरू होणार आहे आणि ते खर्च कोण करणार हे अद्याप स्पष्ट नाही, असे त्यांनी सांगितले.",
    ),
    (
        "ms",
        "Datuk bandar berkata pada hari Isnin bahawa bandar itu tidak mampu membayar jambatan baharu "
        "tahun ini kerana wangnya tidak cukup. Kerja akan bermula selepas musim hujan, manakala kosnya "
        "belum diketahui, menurut beliau.",
    ),
    (
        "my",
        "ယခုနှစ်တွင် တံတားသစ်အတွက် မြို့တော်၌ ငွေမလုံလောက်ကြောင်း မြို့တော်ဝန်က တနင်္လာနေ့တွင် ပြောကြားခဲ့သည်။",
    ),
    (
        "ne",
        "नगर प्रमुखले सोमबार यस वर्ष नयाँ पुलका लागि सहरसँग पैसा नभएको बताए। काम जाडोपछि सुरु हुने भए पनि "
        "खर्च कसले गर्ने भन्ने अझै स्पष्ट छैन, तर यो छिट्टै टुंगो लगाउन लागि परेको छ।",
    ),
    (
        "nl",
        "De burgemeester zei maandag dat de stad dit jaar niet genoeg geld heeft voor de nieuwe brug. "
        "Het werk begint pas na de winter, maar het is nog niet duidelijk wie er voor zal betalen en "
        "hoeveel dat wordt.",
    ),
    (
        "no",
        "Ordføreren sa mandag at byen ikke har nok penger til den nye broen i år. Arbeidet skal begynne "
        "etter vinteren, men det er ennå ikke klart hvem som skal betale, og hvor mye det blir enn man "
        "trodde.",
    ),
    (
        "no",
        "Ordføraren sa måndag at byen ikkje har nok pengar til den nye brua i år. Arbeidet skal ta til "
        "etter vinteren, men det er enno ikkje klart kven som skal betale, og kor mykje dei får frå "
        "staten.",
    ),
    (
        "pa",
        "ਮੇਅਰ ਨੇ ਸੋਮਵਾਰ ਨੂੰ ਕਿਹਾ ਕਿ ਇਸ ਸਾਲ ਨਵੇਂ ਪੁਲ ਲਈ ਸ਼ਹਿਰ ਕੋਲ ਪੈਸੇ ਨਹੀਂ ਹਨ। ਕੰਮ ਸਰਦੀਆਂ ਤੋਂ ਬਾਅਦ ਸ਼ੁਰੂ ਹੋਵੇਗਾ।",
    ),
    (
        "pl",
        "Burmistrz powiedziała w poniedziałek, że miasto nie ma w tym roku pieniędzy na nowy most. Prace "
        "zaczną się po zimie, ale nie jest jeszcze jasne, kto za nie zapłaci i czy będzie to możliwe już "
        "w maju.",
    ),
    (
        "pt",
        "A prefeita disse na segunda-feira que a cidade não tem dinheiro para pagar a nova ponte neste "
        "ano. As obras, que iam começar na primavera, serão feitas mais tarde, mas ainda não há uma data "
        "e o custo também não foi divulgado.",
    ),
    (
        "ro",
        "Primărița a spus luni că orașul nu are bani pentru noul pod în acest an. Lucrările vor începe "
        "după iarnă, dar nu este încă limpede cine le va plăti și cât de mult vor costa până la sfârșit.",
    ),
    (
        "ru",
        "Мэр заявила в понедельник, что у города в этом году нет денег на новый мост. Работы начнутся "
        "только после зимы, но пока не ясно, кто их оплатит и как это будет сделано.",
    ),
    (
        "si",
        "මේ වසරේ නව පාලම සඳහා නගරයට ප්‍රමාණවත් මුදල් නොමැති බව නගරාධිපතිවරිය සඳුදා පැවසුවාය. ශීත ඍතුවෙන් පසු වැඩ ආරම්භ වේ.",
    ),
    (
        "sk",
        "Starostka v pondelok povedala, že mesto nemá tento rok na nový most dosť peňazí. Práce sa podľa "
        "nej začnú až po zime, ale nie je jasné, kto ich zaplatí a či bude peniaze možné získať aj od "
        "štátu.",
    ),
    (
        "sl",
        "Županja je v ponedeljek povedala, da mesto letos nima dovolj denarja za novi most. Dela se bodo "
        "začela šele po zimi, ni pa še jasno, kdo jih bo plačal in kako bo to tudi vplivalo na promet "
        "med obema bregovoma.",
    ),
    (
        "sq",
        "Kryetarja e bashkisë tha të hënën se qyteti nuk ka para për urën e re këtë vit. Punimet do të "
        "nisin pas dimrit, por ende nuk është e qartë kush do t'i paguajë ato dhe sa do të kushtojnë.",
    ),
    (
        "sr",
        "Градоначелница је у понедељак рекла да град ове године нема довољно новца за нови мост. Радови "
        "ће почети тек после зиме, али још није јасно ко ће их платити и шта ће бити пре тога.",
    ),
    (
        "sr",
        "Gradonačelnica je u ponedeljak rekla da grad ove godine nema dovoljno novca za novi most. "
        "Radovi će početi tek posle zime, ali još nije jasno ko će ih platiti, šta će biti pre toga i "
        "gde će most takođe biti potreban.",
    ),
    (
        "sv",
        "Borgmästaren sade på måndagen att staden inte har pengar till den nya bron i år. Arbetet ska "
        "börja efter vintern, men det är ännu inte klart vem som betalar och vad det kostar för dem som "
        "bor där.",
    ),
    (
        "sw",
        "Meya alisema Jumatatu kwamba mji hauna fedha za kutosha kwa ajili ya daraja jipya mwaka huu. "
        "Kazi hiyo itaanza baada ya msimu wa mvua, lakini bado haijulikani ni nani atakayelipa gharama "
        "zake.",
    ),
    (
        "ta",
        "இந்த ஆண்டு புதிய பாலத்திற்கு நகரத்திடம் போதிய பணம் இல்லை என்று மேயர் திங்கள்கிழமை கூறினார். குளிர்காலத்திற்குப் பின்னர் பணி தொடங்கும்.",
    ),
    (
        "te",
        "ఈ ఏడాది కొత్త వంతెన కోసం నగరం వద్ద తగినంత డబ్బు లేదని మేయర్ సోమవారం చెప్పారు. శీతాకాలం తర్వాత పనులు మొదలవుతాయి.",
    ),
    (
        "th",
        "นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่า ปีนี้เมืองไม่มีเงินพอสำหรับสะพานใหม่ งานจะเริ่มหลังฤดูฝน แต่ยังไม่ชัดเจนว่าใครจะเป็นผู้จ่าย",
    ),
    (
        "tl",
        "Sinabi ng alkalde noong Lunes na walang sapat na pera ang lungsod para sa bagong tulay ngayong "
        "taon. Magsisimula ang gawain pagkatapos ng tag-ulan, ngunit hindi pa malinaw kung sino ang "
        "magbabayad nito.",
    ),
    (
        "tr",
        "Belediye başkanı pazartesi günü şehrin bu yıl yeni köprü için yeterli parası olmadığını "
        "söyledi. Çalışmalar ancak kıştan sonra başlayacak, ama bedelini kimin ödeyeceği daha belli "
        "değil ve bu çok tartışılıyor.",
    ),
    (
        "uk",
        "Мерка заявила у понеділок, що місто цього року не має грошей на новий міст. Роботи почнуться "
        "лише після зими, але ще не відомо, хто їх оплатить і як це буде зроблено.",
    ),
    (
        "ur",
        "میئر نے پیر کو کہا کہ اس سال نئے پل کے لیے شہر کے پاس پیسے نہیں ہیں۔ کام سردی کے بعد شروع ہو "
        "گا، لیکن یہ ابھی واضح نہیں کہ اس کا خرچ کون اٹھائے گا۔",
    ),
    (
        "vi",
        "Thị trưởng nói hôm thứ Hai rằng thành phố không có đủ tiền cho cây cầu mới trong năm nay. Công "
        "việc sẽ được bắt đầu sau mùa mưa, nhưng vẫn chưa rõ ai sẽ là người trả tiền cho việc này.",
    ),
    (
        "zh",
        "市长星期一表示，今年没有足够的资金修建新桥。工程将在冬天过后开始，但是费用由谁来承担还没有决定。",
    ),
    (
        "zh",
        "市長星期一表示，今年沒有足夠的資金修建新橋。工程將在冬天過後開始，但是費用由誰來承擔還沒有決定。",
    ),
]

ENGLISH = dict(PARAGRAPHS)["en"]
HINDI_LINES = "ताज़ा ख़बरें\nहोम\nवीडियो\nदेश\nदुनिया\nखेल\nमनोरंजन\nहमें फ़ॉलो करें\nविज्ञापन\nऔर पढ़ें\n"


@pytest.mark.parametrize(("code", "text"), PARAGRAPHS, ids=[f"{code}-{n}" for n, (code, _) in enumerate(PARAGRAPHS)])
def test_a_paragraph_is_known_by_the_vote_alone(code: str, text: str) -> None:
    assert vote(text) == code
    assert detect(text) == code


def test_every_language_of_the_table_has_a_paragraph() -> None:
    assert {code for code, _ in PARAGRAPHS} == set(languages())


def test_the_table_is_complete() -> None:
    for code, entry in languages().items():
        words = entry["stopwords"].split()
        assert len(words) == len(set(words)), code
        assert 25 <= len(words) <= 50 * len(entry["scripts"].split()), code
        assert all(word == word.lower() for word in words), code
        assert len(entry["months"].strip().splitlines()) == 12, code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "2,410 1,988 17.03\n" * 40,
        "— * — !!! 12:30",
        "OK, go",  # too short
        "東京都",  # Chinese or Japanese
        "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ",  # a script that the table does not have
        "\ud800 \udfff",  # halves of pairs, as broken scrapes have them
    ],
)
def test_nobody_knows(text: str) -> None:
    assert detect(text) is None


def test_a_script_of_one_language_tells_however_short() -> None:
    assert detect("ไทย") == "th"
    assert detect("한국") == "ko"


def test_a_few_foreign_words_do_not_matter() -> None:
    text = ENGLISH + " The Süddeutsche Zeitung called it »das Ende der Geduld«, Le Monde une affaire de plus. "
    assert vote(text + ENGLISH) == "en"


def test_menus_in_another_script_do_not_matter() -> None:
    assert vote(HINDI_LINES + (ENGLISH + "\n") * 6 + HINDI_LINES) == "en"


def test_the_middle_decides() -> None:
    german = dict(PARAGRAPHS)["de"]
    assert vote((ENGLISH + "\n") * 3 + (german + "\n") * 12 + (ENGLISH + "\n") * 3) == "de"


def test_words_in_capitals_and_decomposed_letters_are_known_at_the_second_look() -> None:
    assert vote(ENGLISH.upper()) == "en"
    assert vote(unicodedata.normalize("NFD", dict(PARAGRAPHS)["vi"])) == "vi"


def test_langdetect_is_asked_where_the_vote_is_open() -> None:
    text = "Wireless headphones, leather jackets, kitchen knives, garden furniture, running shoes, reading lamps."
    assert vote(text) is None
    assert detect(text) == "en"


def test_the_answer_is_the_same_each_time() -> None:
    texts = [text for _, text in PARAGRAPHS] + ["Espresso Roast, Latte Art, Moka Pot, Filter Paper"]
    assert [detect(text) for text in texts] == [detect(text) for text in texts]


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_answer_is_the_same_with_any_hash_seed(seed: str) -> None:
    text = "Wireless headphones, leather jackets, kitchen knives, garden furniture, camera lenses"
    program = (
        "from cleaner.language import detect, vote; from tests.test_language import PARAGRAPHS;"
        f"print([vote(text[:90]) for _, text in PARAGRAPHS], detect({text!r}))"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": value, "PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            check=True,
        ).stdout
        for value in ("7", seed)
    ]
    assert answers[0] == answers[1]

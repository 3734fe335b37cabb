"""Whether an embedding model reads other languages than English, found out by trying.

What a model says of itself is no guide: a large vocabulary or a card that names languages comes with
models that do not bring translations together.
"""

from smeadvisor.indexing.embedder import Embedder

# The same six sentences in each language. Names and loan words are avoided: they would bring
# translations together for any model.
_ENGLISH = (
    "The shop opens at nine in the morning.",
    "My grandmother grows vegetables in her garden.",
    "It will rain heavily tomorrow.",
    "Children learn to read at school.",
    "The bridge over the river was repaired.",
    "He bought new shoes for the journey.",
)
_TRANSLATIONS = (
    (
        "Der Laden öffnet um neun Uhr morgens.",
        "Meine Großmutter baut in ihrem Garten Gemüse an.",
        "Morgen wird es stark regnen.",
        "Kinder lernen in der Schule lesen.",
        "Die Brücke über den Fluss wurde repariert.",
        "Er kaufte neue Schuhe für die Reise.",
    ),
    (
        "La tienda abre a las nueve de la mañana.",
        "Mi abuela cultiva verduras en su huerto.",
        "Mañana lloverá mucho.",
        "Los niños aprenden a leer en la escuela.",
        "Repararon el puente sobre el río.",
        "Compró zapatos nuevos para el viaje.",
    ),
    (
        "Toko itu buka pukul sembilan pagi.",
        "Nenek saya menanam sayuran di kebunnya.",
        "Besok akan turun hujan lebat.",
        "Anak-anak belajar membaca di sekolah.",
        "Jembatan di atas sungai itu telah diperbaiki.",
        "Dia membeli sepatu baru untuk perjalanan.",
    ),
    (
        "Магазин открывается в девять утра.",
        "Моя бабушка выращивает овощи в своём саду.",
        "Завтра будет сильный дождь.",
        "Дети учатся читать в школе.",
        "Мост через реку отремонтировали.",
        "Он купил новую обувь для поездки.",
    ),
    (
        "商店早上九点开门。",
        "我奶奶在她的园子里种菜。",
        "明天会下大雨。",
        "孩子们在学校学习阅读。",
        "河上的桥修好了。",
        "他为旅行买了新鞋。",
    ),
    (
        "दुकान सुबह नौ बजे खुलती है।",
        "मेरी दादी अपने बगीचे में सब्ज़ियाँ उगाती हैं।",
        "कल बहुत तेज़ बारिश होगी।",
        "बच्चे स्कूल में पढ़ना सीखते हैं।",
        "नदी पर बने पुल की मरम्मत की गई।",
        "उसने यात्रा के लिए नए जूते ख़रीदे।",
    ),
    (
        "يفتح المتجر في التاسعة صباحًا.",
        "تزرع جدتي الخضروات في حديقتها.",
        "ستمطر بغزارة غدًا.",
        "يتعلم الأطفال القراءة في المدرسة.",
        "تم إصلاح الجسر فوق النهر.",
        "اشترى حذاءً جديدًا للرحلة.",
    ),
)
# A model that reads English alone finds the right one of six by chance, somewhat more often in languages
# that share words with English; one that reads these languages hardly ever misses.
_ENOUGH = 0.8


def share_of_translations_found(embedder: Embedder) -> float:
    """How many of the sentences in other languages are nearest to their own English one, 0–1."""
    english = embedder.embed(_ENGLISH)
    found = [
        int((english @ vector).argmax()) == number
        for sentences in _TRANSLATIONS
        for number, vector in enumerate(embedder.embed(sentences))
    ]
    return sum(found) / len(found)


def reads_other_languages(embedder: Embedder) -> bool:
    """Whether questions in other languages will find English passages."""
    return share_of_translations_found(embedder) >= _ENOUGH

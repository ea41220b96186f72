"""Tell English from other languages, by the small words of the text itself."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")

_SAMPLE_CHARACTERS = 100_000  # more says no more about the language
_ENOUGH_WORDS = 40  # below, a text may be English without a single small word
_LEAST_DISTINCT = 2  # a single foreign small word is more likely part of a name
_LEAST_ENGLISH = 0.04  # English news has 0.2 and more, other languages below 0.02

# Words that are common in the language and rare in all others. English words are
# left out of the other lists, and what several languages share says nothing.
_WORD_LISTS = {
    "English": "the of and to that with by from it its not which their they this would were been "
    "have has are but who he she his be or had after said about than into could when more",
    "German": "der das und dem ein eine einer nicht mit von zu auf für im ist sich des auch als "
    "wird sind hat nach bei einen aus dass werden keine gegen",
    "French": "le la les des et du une que dans qui pour pas aux ne sont est avec ce cette ses "
    "mais ont été elle leur à contre selon",
    "Spanish": "el la los las y que en un una por con para se del al su como pero sus ha fue es "
    "lo según también contra",
    "Portuguese": "os das dos que em um uma para com não ao por mais foi na nos pela pelo são se "
    "da também contra é",
    "Italian": "il gli di che un una per non della dei delle nel sono ha alla anche più dal si è "
    "ai contro",
    "Dutch": "het een en van dat op te zijn met voor niet aan er ook als maar bij naar zich heeft "
    "wordt uit de tegen",
    "Swedish": "och att det som en på är av för med inte har om ett från inom mot",
    "Danish or Norwegian": "og det som en på er av af til ikke har et fra med der blev ble mot",
    "Finnish": "ja ei että se oli ovat mutta hän myös joka kun sen mukaan",
    "Polish": "w na z że się nie jest o jak po przez dla od są za przed który",
    "Czech or Slovak": "v na se že je s z o pro ve jako není podle už ale sú aj",
    "Hungarian": "és az hogy nem egy meg van ez csak volt már szerint",
    "Romanian": "și în că pe cu nu la din care pentru mai sunt fi au este ale",
    "Turkish": "ve bir bu için da de ile olarak olan daha çok gibi ise",
    "Indonesian or Malay": "yang dan di dengan untuk dari ini itu pada tidak dalam akan oleh telah",
    "Vietnamese": "của và là có được cho các không trong một với người những này đã",
    "Swahili": "ya na wa kwa ni katika za la cha kuwa hiyo huo pia",
    "Tagalog": "ng sa ang mga ay na siya hindi ni kay",
}
_OTHERS = {language: frozenset(words.split()) for language, words in _WORD_LISTS.items()}
_ENGLISH = _OTHERS.pop("English")


def foreign_language(text: str) -> str | None:
    """Return the language of `text` if it is not English, else nothing.

    A text too short to tell counts as English. Foreign names and a foreign
    quote here and there do not make a story foreign.

    >>> foreign_language("Der Minister sagte, dass die Firma keine Waren liefern wird.")
    'German'
    >>> foreign_language("Acme supplies Bolt.") is None
    True
    """
    sample = text[:_SAMPLE_CHARACTERS]
    letters = len(_LETTER.findall(sample))
    if letters and len(_LATIN.findall(sample)) < letters / 2:
        return "a language in another script"
    words = _WORD.findall(sample)
    english = sum(word.casefold() in _ENGLISH for word in words)
    # Only words in lower case: "El", "Los" and "Das" also begin names.
    seen = Counter(word for word in words if word.islower())
    likeliest = max(_OTHERS, key=lambda language: _total(seen, language))
    distinct = len(_OTHERS[likeliest] & seen.keys())
    if distinct >= _LEAST_DISTINCT and _total(seen, likeliest) > english + 1:
        return likeliest
    enough = len(words) >= _ENOUGH_WORDS
    return "another language" if enough and english < _LEAST_ENGLISH * len(words) else None


def _total(seen: Counter[str], language: str) -> int:
    return sum(seen[word] for word in _OTHERS[language])

"""Pronunciations for words that pocketsphinx's dictionary lacks: espeak-ng's IPA as ARPAbet.

The case's own terms ("inpainting", "GDPR", "runbook") are what an interview is about, and the dictionary
of 135,000 words has few of them.
"""

from __future__ import annotations

from hotseat.adapters.espeak import phonemes

# Longest first within each group matters: "aɪɚ" before "aɪ".
_SOUNDS = {
    "aɪɚ": "AY ER", "aɪə": "AY AH", "aʊɚ": "AW ER", "ɔɪ": "OY", "oʊ": "OW", "eɪ": "EY", "aɪ": "AY", "aʊ": "AW",
    "iə": "IY AH", "ɑːɹ": "AA R", "ɔːɹ": "AO R", "oːɹ": "AO R", "ɛɹ": "EH R", "ɪɹ": "IH R", "ʊɹ": "UH R",
    "tʃ": "CH", "dʒ": "JH", "əl": "AH L", "ɜː": "ER", "ɑː": "AA", "ɔː": "AO", "iː": "IY", "uː": "UW", "oː": "AO",
    "n̩": "AH N", "m̩": "AH M", "ɚ": "ER", "ɜ": "ER", "ə": "AH", "ɐ": "AH", "ʌ": "AH", "ᵻ": "IH", "ɪ": "IH", "i": "IY",
    "æ": "AE", "a": "AE", "ɛ": "EH", "e": "EH", "ʊ": "UH", "u": "UW", "ɔ": "AO", "o": "OW", "ɑ": "AA", "ɒ": "AA",
    "p": "P", "b": "B", "t": "T", "d": "D", "k": "K", "ɡ": "G", "g": "G", "f": "F", "v": "V", "θ": "TH", "ð": "DH",
    "s": "S", "z": "Z", "ʃ": "SH", "ʒ": "ZH", "h": "HH", "m": "M", "n": "N", "ŋ": "NG", "l": "L", "ɫ": "L",
    "ɹ": "R", "r": "R", "j": "Y", "w": "W", "ɾ": "T", "ʔ": "T", "x": "K", "ɬ": "L",
}  # fmt: skip
_LONGEST = max(map(len, _SOUNDS))


def arpabet(ipa: str) -> str:
    """ARPAbet without stress; signs that have no counterpart are left out."""
    text = ipa.translate(str.maketrans("", "", "ˈˌ_ \u0361"))
    sounds: list[str] = []
    at = 0
    while at < len(text):
        for size in range(_LONGEST, 0, -1):
            sound = _SOUNDS.get(text[at : at + size])
            if sound:
                sounds.append(sound)
                break
        at += size
    return " ".join(sounds)


def pronunciation(word: str) -> str:
    """How ``word`` is said, as ARPAbet; empty when espeak-ng finds nothing to say.

    Up to five capitals are said letter by letter, as people do with "GDPR" and, alas, not with "SOAP".
    """
    spelled = " ".join(word) if word.isupper() and len(word) < 6 and word.isalpha() else word
    return arpabet(phonemes(spelled))

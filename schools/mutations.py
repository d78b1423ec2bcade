"""The forms in which a Welsh word begins: "cynradd" stands as Gynradd after "Ysgol", and as Chynradd after "a"."""

# The first letter of the word by itself, and what soft, nasal and aspirate mutation make of it.
MUTATED = {
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "c": ("g", "ngh", "ch"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "g": ("", "ng"),
    "m": ("f",),
    "ll": ("l",),
    "rh": ("r",),
}
LETTERS = ("ngh", "mh", "nh", "ph", "th", "ch", "ng", "dd", "ff", "ll", "rh")  # more than one character, one sound
SHORTEST = 3  # a shorter word says too little once its first letter is open


def forms_of(word: str) -> set[str]:
    """The other forms of a word, whichever of them was typed."""
    word = word.casefold()
    if len(word) < SHORTEST or not word.isalpha():
        return set()
    first = next((letter for letter in LETTERS if word.startswith(letter)), word[0])
    rest = word[len(first) :]
    radicals = {(first, rest)} | {(letter, rest) for letter, forms in MUTATED.items() if first in forms}
    if first in "aeiouwylrn":
        radicals.add(("g", word))
    found = {
        form + end for letter, end in radicals for form in (letter, *MUTATED.get(letter, ())) if len(form + end) > 1
    }
    return found - {word}

"""Checks that no sentence of the shipped content is copied from given texts, by shared runs of words or characters."""

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

ENGLISH_WORDS = 8
JAPANESE_CHARACTERS = 16
NOT_SENTENCES = {"address", "doi", "pmid", "id", "url", "system", "code"}

ROOT = Path(__file__).resolve().parent.parent


def words_of(text: str) -> list[str]:
    """Return the Latin words and numbers of a text, folded."""
    return re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKC", text).lower())


def characters_of(text: str) -> Iterator[str]:
    """Return the runs of Japanese characters of a text, without spaces and punctuation."""
    kept = re.sub(r"[\s、。・「」『』()\[\],.:;-]", "", unicodedata.normalize("NFKC", text))
    yield from re.findall(r"[\u3040-\u30ff\u3400-\u9fff々〆ー0-9A-Za-z%]+", kept)


def shingles(text: str) -> set[str]:
    """Return every run of 8 English words and of 16 Japanese characters."""
    words = words_of(text)
    found = {" ".join(words[at : at + ENGLISH_WORDS]) for at in range(len(words) - ENGLISH_WORDS + 1)}
    for run in characters_of(text):
        found |= {
            run[at : at + JAPANESE_CHARACTERS]
            for at in range(len(run) - JAPANESE_CHARACTERS + 1)
            if re.search(r"[\u3040-\u30ff\u3400-\u9fff]", run[at : at + JAPANESE_CHARACTERS])
        }
    return found


def sentences(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Return every text of a JSON value with its path, names and addresses left out."""
    match value:
        case str():
            yield where, value
        case list():
            for index, item in enumerate(value):
                yield from sentences(item, f"{where}[{index}]")
        case dict():
            for key, item in value.items():
                if key not in NOT_SENTENCES:
                    yield from sentences(item, f"{where}.{key}")


def main() -> None:
    """Compare `resources/**/*.json` with the texts named on the command line."""
    originals = {shingle for name in sys.argv[1:] for shingle in shingles(Path(name).read_text("utf-8"))}
    titles = Path(__file__).with_name("official-titles.txt").read_text("utf-8")
    allowed = {shingle for line in titles.splitlines() if not line.startswith("#") for shingle in shingles(line)}
    faults = []
    count = 0
    for path in sorted((ROOT / "resources").rglob("*.json")):
        for where, text in sentences(json.loads(path.read_text("utf-8")), "$"):
            count += 1
            copied = sorted(shingles(text) & originals - allowed)
            if copied:
                faults.append(f"{path.relative_to(ROOT)} {where}: “{copied[0]}”")
    if faults:
        raise SystemExit("\n".join([*faults, f"{len(faults)} texts share a run of words with the texts given"]))
    print(f"{count} texts share no sentence with the texts given")


if __name__ == "__main__":
    main()

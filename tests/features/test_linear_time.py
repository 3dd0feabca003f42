"""One odd article must not hold up a batch: work grows with the length of the text, whatever it is made of."""

import gc
import itertools
import time
from collections import Counter

import pytest

import framing
from framing.corpus.annotate import Settings, annotate_or_reject
from framing.schema import Annotations, Article, Region

SPEECH = 'Trade minister Ana Petrov said the port would close. "It is a sad day," she told Reuters in Lisbon.'
PLAIN = "The train left the station at noon and reached the coast before the evening. "

PIECES = {
    "one cue after the other": "Critics endorsed the plan. ",
    "one quotation after the other": "“It is over,” she said. ",
    "prose": f"{SPEECH}\n",
    "one paragraph": f"{SPEECH} ",
    "full stops": ".",
    "single marks": " 'a",
    "cues": "said ",
    "prepositions": "according to the minister ",
    "abbreviations": "Mr. ",
    "quotations": '"Yes," he said. ',
    "marks within marks": "“He said, ‘She told me “no”,’” she said. ",
    "marks that open": "“a ",
    "paragraphs that open marks": "“I saw the boats on the river.\n\n",
    "one mark too few": 'He said "it is late. ',
    "transcript": "REYES: When did you see it?\nHOLM: At six. I said so.\n",
    "mojibake": "â€œWe lost itâ€\x9d, said JosÃ© MuÃ±oz. ",
    "colons": "minister: ",
    "relative clauses": "who said that ",
    "names": "Ana Petrov, Ida Holm and ",
    "capitals": "AAAA BBBB ",
    "mixed marks": '“Nothing at all" he went. ',
    "signed quotations": "“We left at dawn in a boat.” — Ida Holm\n",
    "announced quotations": "The board wrote:\n“We will close the pier now.”\n",
}


def seconds_for(annotate, text: str, runs: int = 2) -> float:
    taken = []
    for _ in range(runs):
        begin = time.process_time()
        annotate(text)
        taken.append(time.process_time() - begin)
    return min(taken)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_time_grows_with_the_length(piece, annotate):
    def seconds(characters: int) -> float:
        return seconds_for(annotate, (piece * (characters // len(piece) + 1))[:characters])

    seconds(1_000)
    short, long = seconds(5_000), seconds(20_000)
    # Four times the text; quadratic work would take sixteen times as long.
    assert long < 9 * max(short, 0.05)


def test_time_grows_with_the_length_where_the_tagger_corrects_each_sentence():
    text = "Lind said it was late. The board announced new fares. " * 1000

    def seconds(characters: int) -> float:
        body = Region(kind="body", start=0, end=characters, reason="test")
        article = Article(id="one", file="one.txt", text=text[:characters], regions=[body])
        return seconds_for(lambda _: framing.annotate(article), "")

    seconds(1_000)
    short, long = seconds(10_000), seconds(50_000)
    # Five times the text; quadratic work would take twenty-five times as long.
    assert long < 10 * max(short, 0.05)


def test_time_grows_with_the_number_of_different_speakers(annotate):
    first = ["Ana", "Bo", "Ida", "Jo", "Lea", "Max", "Noor", "Omar", "Pia", "Raj", "Sam", "Tuva"]
    starts, ends = ["Kal", "Bran", "Mor", "Vel", "Sto"], ["by", "dan", "gren", "lund", "ov"]
    last = [start + end for start, end in itertools.product(starts, ends)]
    said = [
        f"Engineer {given} {family} said the port would close. “It is late,” {family} added. He said it was cold. "
        for given, family in itertools.product(first, last)
    ]
    seconds_for(annotate, said[0])
    short, long = (seconds_for(annotate, "".join(said[:number])) for number in (75, 300))
    assert long < 9 * max(short, 0.05)


def test_time_grows_with_the_length_of_an_article_in_quotation_marks(annotate):
    text = SPEECH.replace('"', "") + " "
    short, long = (seconds_for(annotate, f"“{text * number}”") for number in (50, 200))
    assert long < 9 * max(short, 0.05)


def test_a_megabyte_in_one_paragraph(annotate):
    # Mostly plain prose, for the test run's sake.
    block = PLAIN * 19 + "The mayor said that the bridge had gone. "
    quarter, whole = block * (250_000 // len(block)), block * (1_000_000 // len(block))
    few = annotate(quarter)
    assert len(few.attributions) == 250_000 // len(block)
    short, begin = seconds_for(annotate, quarter, runs=1), time.process_time()
    many = annotate(whole)
    long = time.process_time() - begin
    # Four times the text; quadratic work would take sixteen times as long.
    assert long < 9 * short
    assert len(many.attributions) == 1_000_000 // len(block)
    assert {whole[slice(*one.content[0])].removeprefix("that ") for one in many.attributions} == {
        "the bridge had gone"
    }


def own_objects():
    """Count the package's objects by class: what other tests left in this process is not an article's."""
    return Counter(
        type(each).__qualname__
        for each in gc.get_objects()
        if str(type(each).__module__).startswith("framing.")
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_an_article_s_memory_is_free_without_a_look_for_cycles(language):
    # Annotating seldom looks for cycles, and one cycle an article holds all that was made of the article.
    speech = {"en": SPEECH, "de": "Ana Petrow sagte, der Hafen schließe. „Schade“, sagte sie am Montag."}
    text = f"{speech[language]} {PLAIN}"
    body = Region(kind="body", start=0, end=len(text), reason="test")
    article = Article(
        id="one", file="one.txt", text=text, title="Port closes", language=language, regions=[body]
    )
    annotate_or_reject(article, Settings())
    gc.collect()
    gc.disable()
    try:
        assert isinstance(annotate_or_reject(article, Settings()), Annotations)
        held = own_objects()
        gc.collect()
        assert held - own_objects() == Counter()
    finally:
        gc.enable()

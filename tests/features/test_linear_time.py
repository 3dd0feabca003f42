"""One odd article must not hold up a batch: work grows with the length of the text, whatever it is made of."""

import time

import pytest

SPEECH = 'Trade minister Ana Petrov said the port would close. "It is a sad day," she told Reuters in Lisbon.'

PIECES = {
    "prose": f"{SPEECH}\n",
    "one paragraph": f"{SPEECH} ",
    "full stops": ".",
    "single marks": " 'a",
    "cues": "said ",
    "prepositions": "according to the minister ",
    "abbreviations": "Mr. ",
    "quotations": '"Yes," he said. ',
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_time_grows_with_the_length(piece, annotate):
    def seconds(characters: int) -> float:
        text = (piece * (characters // len(piece) + 1))[:characters]
        taken = []
        for _ in range(2):
            begin = time.process_time()
            annotate(text)
            taken.append(time.process_time() - begin)
        return min(taken)

    seconds(1_000)
    short, long = seconds(5_000), seconds(20_000)
    # Four times the text; quadratic work would take sixteen times as long.
    assert long < 9 * max(short, 0.05)

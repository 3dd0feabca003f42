"""The figures of scores.json, as the tests of the charts look them up, and how charts and tables write them."""

from framing.report.wording import show_on_one_line

VOICES = ("own", "attributed", "quoted")


def near(one, other, within=0.03):
    """Whether two places are the same but for rounding: drawings have two decimals."""
    return abs(one - other) <= within


class Scores:
    """The figures of scores.json by measure, outlet, key and voice."""

    def __init__(self, held):
        self.held = held
        self.outlets = [one["name"] for one in held["outlets"]]
        self.by_name = {
            (one["measure"], one["outlet"], one["key"], one["voice"]): one
            for one in held["figures"] + held["together"]
        }

    def find(self, measure, outlet, key="", voice="all"):
        return self.by_name.get((measure, outlet, key, voice))

    def keys(self, measure):
        """The keys of a measure, by the labels that charts and tables give them."""
        keys = {one["key"] for one in self.held["figures"] if one["measure"] == measure}
        return {label_of(measure, key): key for key in keys}

    def outlet_of(self, head):
        """The outlet of a column's head, by its colour: colours go by the order of the outlets."""
        return self.outlets[int(head.colour.removeprefix("outlet-")) - 1]


def label_of(measure, key):
    label = key.replace("-", " ") if measure == "frame_share" else key.replace("/", ": ", 1)
    return show_on_one_line(label)


def show_share(score, *, interval=False):
    """A share as charts and tables write it."""
    if score["value"] is None:
        return f"{score['numerator']:g} of {score['denominator']:g}"
    text = "<1 %" if 0 < score["value"] < 0.005 else f"{100 * score['value']:.0f} %"
    if interval and score["low"] is not None:
        text += f" [{100 * score['low']:.0f}–{100 * score['high']:.0f}]"
    return text


def size(score):
    """How large a figure is drawn; a share that is refused is drawn pale."""
    return score["value"] if score["value"] is not None else score["numerator"] / score["denominator"]


def reach(score):
    return max(size(score), score["high"] or 0.0)

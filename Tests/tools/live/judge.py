"""Counting what is as it must be."""

import time


class Judgement:
    """Of one check: how many demands were met, and which were not."""

    def __init__(self, name):
        self.name, self.met, self.failures, self.notes, self.began = name, 0, [], [], time.monotonic()

    def demand(self, true, text):
        if true:
            self.met += 1
        else:
            self.failures.append(text)
        return bool(true)

    def equal(self, found, expected, text):
        return self.demand(found == expected, f"{text}: {shortened(found)}, not {shortened(expected)}")

    def same(self, found, expected, text, path=""):
        """Two documents: the first places where they differ."""
        differences = list(differing(found, expected, path))
        return self.demand(not differences, f"{text} differs in {len(differences)} places: " + "; ".join(differences[:4]))

    def note(self, text):
        self.notes.append(text)

    def line(self):
        seconds = f"{time.monotonic() - self.began:.1f} s"
        notes = "".join(f"; {note}" for note in self.notes)
        return f"{self.name}: {self.met} met, {len(self.failures)} not ({seconds}){notes}"


def shortened(value):
    text = repr(value)
    return text if len(text) <= 200 else text[:100] + " … " + text[-80:]


def differing(found, expected, path):
    if isinstance(found, dict) and isinstance(expected, dict):
        if found.keys() == expected.keys() and list(found) != list(expected):
            yield f"{path}: order of keys"
        for key in {**expected, **found}:
            if key not in found or key not in expected:
                yield f"{path}.{key}: {'missing' if key not in found else 'only here'}"
            else:
                yield from differing(found[key], expected[key], f"{path}.{key}")
    elif isinstance(found, list) and isinstance(expected, list):
        if len(found) != len(expected):
            yield f"{path}: {len(found)} elements, not {len(expected)}"
        for index, (one, other) in enumerate(zip(found, expected)):
            yield from differing(one, other, f"{path}[{index}]")
    elif type(found) is not type(expected) or found != expected:
        yield f"{path}: {shortened(found)}, not {shortened(expected)}"

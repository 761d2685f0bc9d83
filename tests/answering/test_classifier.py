"""The small network: it learns what it is taught, the same every time, and is kept whole."""

from dataclasses import fields

from plan.answering.compiled import _packed, _unpacked
from plan.answering.teaching import teach

TAUGHT = [
    ("when", ("w:han", "w:nop")),
    ("when", ("w:ngay", "w:nop")),
    ("who", ("w:ai", "w:nop")),
    ("who", ("w:ai", "w:lam")),
    ("money", ("w:tien", "w:dau")),
    ("money", ("w:tien", "w:ngay")),
] * 30


def best(classifier, *features):
    scores = classifier.scores(features)
    assert abs(sum(scores) - 1) < 1e-6
    return classifier.labels[scores.index(max(scores))]


def test_what_was_taught_is_known():
    classifier = teach(TAUGHT)
    assert best(classifier, "w:han", "w:nop") == "when"
    assert best(classifier, "w:ai", "w:lam") == "who"
    assert best(classifier, "w:tien", "w:dau") == "money"
    assert best(classifier, "w:tien", "w:never-seen") == "money"


def test_a_text_of_unknown_words_still_has_shares():
    scores = teach(TAUGHT).scores(["w:never-seen"])
    assert abs(sum(scores) - 1) < 1e-6


def test_teaching_gives_the_same_every_time():
    assert teach(TAUGHT) == teach(TAUGHT)


def test_a_classifier_is_kept_whole():
    classifier = teach(TAUGHT)
    again = _unpacked(_packed(classifier))
    for part in fields(classifier):
        assert getattr(again, part.name) == getattr(classifier, part.name)

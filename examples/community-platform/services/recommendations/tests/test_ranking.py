from recommendations.ranking import cosine, jaccard


def test_the_same_direction_is_one():
    assert round(cosine({"a": 1, "b": 2}, {"a": 2, "b": 4}), 6) == 1


def test_nothing_in_common():
    assert jaccard(frozenset({"a"}), frozenset({"b"})) == 0
    assert jaccard(frozenset(), frozenset()) == 0

from moderation.windows import Limit


def test_limits_are_read():
    assert Limit.parse("20/1h") == Limit(20, 3600)
    assert Limit.parse("5/s") == Limit(5, 1)

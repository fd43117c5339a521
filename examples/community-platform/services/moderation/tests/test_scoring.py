from moderation.scoring import Thresholds, personal_data, shouting
from moderation.wordlists import fold, undisguise


def test_short_text_is_never_shouting():
    assert shouting("OK!") == []


def test_a_mail_address_is_personal():
    assert [signal.name for signal in personal_data("write to ada@people.example")] == [
        "mail address"
    ]


def test_disguises():
    assert undisguise("1d10t") == "idiot"
    assert undisguise("i-d-i-o-t") == "idiot"
    assert fold("Crème") == "creme"


def test_default_thresholds():
    assert Thresholds().review < Thresholds().block

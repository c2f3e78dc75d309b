"""For which strata and villages answers speak: whole, partial, or too little of an area."""

from bahtera.samples.rules.speaking import Chosen, reaches_of

FRAME = {
    f"63.05.{district:02d}.200{village}": (f"63.05.{district:02d}", 100)
    for district in range(1, 7)
    for village in (1, 2, 3)
}
DRAWN = {code: True for code in FRAME if not code.endswith("3")}


def test_a_stratum_in_which_nobody_answered_is_named_and_weighed():
    heard = {code for code in DRAWN if not code.startswith("63.05.06")}
    chosen = Chosen(FRAME, DRAWN | {"63.05.06.2001": False})
    found = reaches_of(chosen, heard, 5)["63.05"]
    assert (found.strata, found.silent_strata) == (6, ("63.05.06",))
    assert (found.villages, found.silent_villages) == (12, ("63.05.06.2001", "63.05.06.2002"))
    assert found.unlisted == ("63.05.06.2001",)
    assert (found.families, found.spoken, found.is_whole, found.is_enough) == (1800, 1500, False, True)
    fewer = reaches_of(chosen, {code for code in heard if code < "63.05.05"}, 5)["63.05"]
    assert (fewer.spoken, fewer.is_enough) == (1200, False)


def test_one_silent_village_leaves_its_stratum_spoken_for():
    found = reaches_of(Chosen(FRAME, DRAWN), set(DRAWN) - {"63.05.01.2001"}, 5)["63.05"]
    assert (found.is_whole, found.silent_villages) == (True, ("63.05.01.2001",))


def test_a_stratum_that_no_village_was_drawn_of_is_silent_but_not_where_others_speak_for_it():
    some = {code: True for code in DRAWN if not code.startswith("63.05.06")}
    assert reaches_of(Chosen(FRAME, some), some, 5)["63.05"].silent_strata == ("63.05.06",)
    wide = {code: ("", count) for code, (_, count) in FRAME.items()}
    found = reaches_of(Chosen(wide, some), some, 8)
    assert found["63.05.06"].is_whole
    assert found["63.05.06"].villages == 0


def test_exactly_four_fifths_are_enough():
    frame = {f"63.05.0{at}.2001": (str(at), 10) for at in range(1, 6)}
    found = reaches_of(Chosen(frame, dict.fromkeys(frame, True)), sorted(frame)[1:], 2)["63"]
    assert (found.is_whole, found.is_enough) == (False, True)

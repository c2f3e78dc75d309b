from bahtera.foundation.errors import Conflict, NotFound, NotPermitted, Refused


def test_the_message_is_filled_from_the_details():
    error = Refused("families.bad_nik", "NIK {nik} is not possible.", nik="1")
    assert str(error) == "NIK 1 is not possible."
    assert error.code == "families.bad_nik"


def test_every_child_is_a_refusal():
    assert all(issubclass(kind, Refused) for kind in (NotFound, Conflict, NotPermitted))

"""On what a referral rests, what stands against it, and what follows when consent is withdrawn."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bahtera.privacy.values import Ground
from bahtera.referrals.errors import NotReady
from bahtera.referrals.rules.grounds import (
    ON_WITHDRAWAL,
    against_accepting,
    against_sending,
    check_ready,
    ground_of,
    on_withdrawal,
    scope_for,
)
from bahtera.referrals.rules.machine import FINAL, moves_for
from bahtera.referrals.rules.packets import packet
from bahtera.referrals.values import (
    By,
    Consent,
    Consequence,
    Cover,
    Hindrance,
    LawfulGround,
    Move,
    OtherGround,
    State,
)

AT = datetime(2026, 6, 2, 3, tzinfo=UTC)
A_DAY = timedelta(days=1)
TODAY = date(2026, 6, 2)
PAPERS = packet({"nama": "Sari", "dokumen_hilang": ("akta_lahir",)}, "akta_kelahiran", ["dukcapil"])
POLICE = packet({"nama": "Sari", "kronologi": "..."}, "laporan_polisi", ["polri_ppa"])
AGREED = Consent(frozenset({"rujuk_dukcapil"}), AT - A_DAY)
DUTY = OtherGround(LawfulGround.LEGAL_DUTY, "UU 12/2022 pasal 41")
MOU = Cover("PKS-1", date(2026, 1, 1), date(2026, 12, 31))


def against(what=PAPERS, **changed):
    given = {
        "consent": AGREED,
        "other": None,
        "cover": MOU,
        "one_agency": False,
        "conflicted": lambda: False,
        "at": AT,
        "today": TODAY,
    }
    return against_sending(what, **given | changed)


def test_all_is_well():
    assert against() == ()
    check_ready(())


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"consent": None}, [Hindrance.NO_GROUND]),
        ({"consent": Consent(frozenset({"rujuk_sosial"}), AT - A_DAY)}, [Hindrance.NO_GROUND]),
        ({"consent": Consent(AGREED.scopes, AT + A_DAY)}, [Hindrance.NO_GROUND]),
        ({"consent": Consent(AGREED.scopes, AT - A_DAY, expires_at=AT)}, [Hindrance.NO_GROUND]),
        ({"consent": Consent(AGREED.scopes, AT - A_DAY, withdrawn_at=AT)}, [Hindrance.WITHDRAWN]),
        ({"consent": Consent(AGREED.scopes, AT - A_DAY, withdrawn_at=AT + A_DAY)}, []),
        ({"cover": None}, [Hindrance.NO_AGREEMENT]),
        ({"cover": None, "one_agency": True}, []),
        ({"cover": Cover("x", TODAY + A_DAY)}, [Hindrance.NO_AGREEMENT]),
        ({"cover": Cover("x", TODAY)}, []),
        ({"cover": Cover("x", date(2025, 1, 1), TODAY)}, []),
        ({"cover": Cover("x", date(2025, 1, 1), TODAY - A_DAY)}, [Hindrance.EXPIRED_AGREEMENT]),
        ({"consent": None, "cover": None}, [Hindrance.NO_GROUND, Hindrance.NO_AGREEMENT]),
        ({"conflicted": lambda: True}, [Hindrance.CONFLICT]),
        ({"what": packet({}, "akta_kelahiran", ["dukcapil"])}, [Hindrance.INCOMPLETE]),
    ],
)
def test_what_stands_against_sending(changed, expected):
    assert list(against(**changed)) == expected


def test_the_law_and_a_life_wait_for_neither_consent_nor_agreement():
    for other in (DUTY, OtherGround(LawfulGround.VITAL_INTEREST, "Ancaman jiwa, SOP 4")):
        assert against(POLICE, consent=None, cover=None, other=other) == ()
    public = OtherGround(LawfulGround.PUBLIC_TASK, "Perpres 55/2024 pasal 5")
    assert against(POLICE, consent=None, cover=None, other=public) == (Hindrance.NO_AGREEMENT,)


def test_another_ground_names_its_rule_and_consent_is_none():
    for other in (
        OtherGround(LawfulGround.LEGAL_DUTY, "  ya "),
        OtherGround(LawfulGround.CONSENT, "katanya boleh"),
    ):
        assert ground_of("polri_ppa", None, other, AT) is None


def test_the_combined_office_needs_consent_for_the_kind_it_is_asked_as():
    both = packet({"nama": "Sari", "kebutuhan": ("santunan",)}, "perawatan_lansia", ["sosial", "dukcapil"])
    assert against(both) == (Hindrance.NO_GROUND,)
    assert against(both, consent=Consent(frozenset({scope_for("sosial")}), AT)) == ()


@pytest.mark.parametrize("one", Hindrance)
def test_each_hindrance_is_said(one):
    with pytest.raises(NotReady) as refused:
        check_ready([one])
    assert refused.value.hindrances == (one,)
    assert len(str(refused.value)) > 20


def test_a_conflict_is_told_alone_and_not_as_what_it_is():
    with pytest.raises(NotReady) as refused:
        check_ready(against(consent=None, cover=None, conflicted=lambda: True))
    assert refused.value.hindrances == (Hindrance.CONFLICT,)
    assert not {"kin", "relative", "perpetrator"} & set(str(refused.value).lower().split())
    with pytest.raises(NotReady) as refused:
        check_ready(against(consent=None, cover=None))
    assert refused.value.hindrances == (Hindrance.NO_GROUND, Hindrance.NO_AGREEMENT)


def test_accepting_asks_again_for_ground_and_conflict_but_not_for_the_agreement():
    def accepting(**changed):
        given = {"consent": AGREED, "other": None, "conflicted": lambda: False, "at": AT}
        return against_accepting("dukcapil", **given | changed)

    assert accepting() == ()
    gone = Consent(AGREED.scopes, AGREED.given_at, withdrawn_at=AT)
    assert accepting(consent=gone, conflicted=lambda: True) == (Hindrance.WITHDRAWN, Hindrance.CONFLICT)
    assert accepting(consent=gone, other=DUTY) == ()


# Written out by hand.
FOLLOWS = {
    "draf": "tidak_dikirim",
    "dikirim": "ditarik",
    "diterima_sistem": "ditarik",
    "disetujui": "ditarik",
    "dijadwalkan": "ditarik",
    "tidak_hadir": "ditarik",
    "berjalan": "ditanyakan",
    "selesai": "tanpa_umpan_balik",
    "ditolak": "tetap",
    "ditarik": "tetap",
    "kedaluwarsa": "tetap",
}


@pytest.mark.parametrize("state", State)
def test_consent_withdrawn_in_each_state(state):
    gone = Consent(AGREED.scopes, AGREED.given_at, withdrawn_at=AT)
    assert on_withdrawal(state, "dukcapil", None, gone, AT) == FOLLOWS[state]
    assert on_withdrawal(state, "dukcapil", None, AGREED, AT) is Consequence.NOTHING
    assert on_withdrawal(state, "dukcapil", DUTY, gone, AT) is Consequence.NOTHING


def test_what_is_to_be_withdrawn_can_be():
    for state, follows in ON_WITHDRAWAL.items():
        if follows in {Consequence.WITHDRAW, Consequence.ASK}:
            assert Move.WITHDRAW in {one.move for one in moves_for(state, By.SENDER)}, state
        if follows is Consequence.NOTHING:
            assert state in FINAL


def test_grounds_are_those_of_the_law():
    assert set(LawfulGround) < {one.value for one in Ground}

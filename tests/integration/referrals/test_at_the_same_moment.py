"""Two who act at once: one wins. On SQLite writers queue; on PostgreSQL they really meet."""

import threading

import pytest
from django.db import connection
from tests.fakes.referral_world import NOW, arrived, officer, stands

from bahtera.foundation import clock
from bahtera.referrals import api as referrals
from bahtera.referrals.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_accept_at_once_one_does(world, tini):
    one = arrived(world, tini)
    meeting = connection.vendor != "sqlite"
    outcomes, barrier = [], threading.Barrier(2 if meeting else 1)

    def accept(actor):
        with clock.frozen(NOW):
            barrier.wait()
            try:
                outcomes.append(referrals.accept(one.id, version=one.version, actor=actor).state)
            except referrals.IllegalMove as refused:
                outcomes.append(type(refused))
            finally:
                if meeting:
                    connection.close()

    actors = [officer(world.sosial, 2), officer(world.sosial, 12)]
    if meeting:
        threads = [threading.Thread(target=accept, args=(actor,)) for actor in actors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    else:
        for actor in actors:
            accept(actor)
    assert set(outcomes) == {referrals.State.ACCEPTED, referrals.IllegalMove}
    assert stands(one.id).version == one.version + 1
    assert Event.objects.filter(referral=one.id, move=referrals.Move.ACCEPT.value).count() == 1

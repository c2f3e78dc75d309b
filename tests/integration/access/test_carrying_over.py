"""Sites set up before people existed keep their accounts and roles."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bahtera.access import api as access

BEFORE = [("access", "0001_initial")]


@pytest.mark.django_db(transaction=True)
def test_accounts_become_people_and_keep_their_roles():
    executor = MigrationExecutor(connection)
    latest = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "access"]
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    user = User.objects.create(username="bob", first_name="Bob", last_name="Sintetis")
    grant = old.get_model("access", "RoleGrant")
    grant.objects.create(user_id=user.pk, role="viewer", area_code="63.10")
    grant.objects.create(user_id=user.pk, role="supervisor", area_code="63.11")
    executor = MigrationExecutor(connection)
    executor.migrate(latest)
    bob = access.actor_of(user)
    assert bob is not None
    assert bob.name == "Bob Sintetis"
    assert set(bob.grants) == {access.Grant("tpk2d", "63.10"), access.Grant("supervisor", "63.11")}

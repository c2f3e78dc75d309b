"""Roles of accounts and tokens of kader."""

from django.contrib.auth import get_user_model
from django.db import models


class RoleGrant(models.Model):
    """One role of one account over one area subtree (empty code: the country)."""

    SENSITIVITY = {"role": "L1", "area_code": "L1"}

    user = models.ForeignKey(get_user_model(), on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20)
    area_code = models.CharField(max_length=13, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role", "area_code"], name="role_grant_once")]


class KaderToken(models.Model):
    """A kader's credential for OpenRosa clients; only the hash of the secret is kept."""

    SENSITIVITY = {"name": "L3", "secret_sha256": "L3", "areas": "L1"}

    name = models.CharField(max_length=120)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    areas = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True, blank=True)

"""Links by which partners without an account answer: digests alone, so that a copy of the table opens nothing."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.ids import new_id
from bahtera.referrals.models.referral import Referral

ENDINGS = ("pins", "expired", "replaced", "taken_back", "answered")


class PartnerLink(models.Model):
    """A link for one referral. It opens once, with a PIN told apart; then only for the browser that did so."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "referral": "L2",
        "token_digest": "L4",
        "pin_hash": "L4",
        "holder_digest": "L4",
        "wrong": "L2",
        "made_at": "L2",
        "made_by": "L2",
        "expires_at": "L2",
        "opened_at": "L2",
        "ended_at": "L2",
        "ended_how": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=200)
    holder_digest = models.CharField(max_length=64, blank=True, default="")
    wrong = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(ended_at__isnull=True), name="referrals_one_open_link"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="")
                | Q(ended_at__isnull=False, ended_how__in=ENDINGS),
                name="referrals_link_end",
            ),
        ]

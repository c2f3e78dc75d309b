"""``python -m tests.slow.kill9.verify FILE``: looks into the database for everything that was acknowledged.

The file has one line of JSON an acknowledged visit: instance id and SHA-256. Prints what is wrong, and counts.
"""

import hashlib
import json
import os
import sys
from pathlib import Path


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings")
    django.setup()
    from django.db import connection

    from bahtera.foundation import audit
    from bahtera.foundation.models import AuditEntry
    from bahtera.surveys.models import Content, Submission
    from bahtera.surveys.queries.reviewing.submissions import body_of

    acknowledged = dict(
        json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    )
    contents = Content.objects.select_related("submission").order_by("pk")
    bodies = {one.submission.instance_id: body_of(one) for one in contents}
    stored = {name: hashlib.sha256(body).hexdigest() for name, body in bodies.items()}
    wrong = [name for name, sha256 in acknowledged.items() if stored.get(name) != sha256]
    rows = Submission.objects.count()
    if rows != len(bodies):
        wrong.append(f"{rows} rows and {len(bodies)} bodies")
    received = AuditEntry.objects.filter(action="surveys.received").values_list("subject", flat=True)
    if sorted(received) != sorted(
        f"submission:{key}" for key in Submission.objects.values_list("pk", flat=True)
    ):
        wrong.append("the audit does not name exactly what is stored")
    # No worker runs there that would anchor what is old.
    found = [problem for problem in audit.verify().problems if problem.code != "unanchored"]
    wrong += [audit.sentence(problem, "en") for problem in found]
    current = list(
        Submission.objects.filter(is_current=True, family_id__isnull=False).values_list(
            "round_id", "family_id"
        )
    )
    if len(current) != len(set(current)):
        wrong.append("a family has two current visits in a round")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            [answer] = cursor.fetchone()
            if answer != "ok":
                wrong.append(answer)
    sys.stdout.write(json.dumps({"wrong": wrong, "stored": rows, "acknowledged": len(acknowledged)}))


if __name__ == "__main__":
    main()

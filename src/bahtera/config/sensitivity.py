"""How secret every stored field is: our models say it themselves, those of others are said here.

A test fails on any column of any table that stands in neither place.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from django.apps import apps
from django.db.models import Model


def _all(level: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), level)


# What the parts that are not ours keep of people and of work, by Django's label of the model.
OTHERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        # An account: the name it signs in with, the hash of its password, the person's name.
        "auth.User": {
            **_all("L3", "password username first_name last_name email"),
            **_all("L2", "id last_login is_superuser is_staff is_active date_joined"),
        },
        # Groups and permissions of the framework are not used: rights stand in access.
        "auth.User_groups": _all("L2", "id user group"),
        "auth.User_user_permissions": _all("L2", "id user permission"),
        "auth.Group": _all("L1", "id name"),
        "auth.Group_permissions": _all("L1", "id group permission"),
        "auth.Permission": _all("L1", "id name content_type codename"),
        "contenttypes.ContentType": _all("L1", "id app_label model"),
        # Whoever knows a session's key is that person.
        "sessions.Session": {**_all("L3", "session_key session_data"), "expire_date": "L2"},
        # Secrets of one-time codes, hashes of recovery codes, public halves of passkeys.
        "mfa.Authenticator": {**_all("L2", "id user type created_at last_used_at"), "data": "L3"},
        "account.EmailAddress": {**_all("L2", "id user verified primary"), "email": "L3"},
        "account.EmailConfirmation": {**_all("L2", "id email_address created sent"), "key": "L3"},
        # Who somebody is to a government's sign-in.
        "socialaccount.SocialAccount": {
            **_all("L2", "id user provider last_login date_joined"),
            **_all("L3", "uid extra_data"),
        },
        "socialaccount.SocialApp": {
            **_all("L1", "id provider provider_id name client_id settings"),
            **_all("L3", "secret key"),
        },
        "socialaccount.SocialToken": {
            **_all("L2", "id app account expires_at"),
            **_all("L3", "token token_secret"),
        },
        # Work in the background: its arguments are keys and figures.
        "django_tasks_database.DBTaskResult": _all(
            "L2",
            "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids queue_name"
            " backend_name run_after return_value exception_class_path traceback",
        ),
    }
)


def levels_of(model: type[Model]) -> Mapping[str, str]:
    """Return the level (L1 to L5) of each field of a model, as far as it is said."""
    own: Any = getattr(model, "SENSITIVITY", None)
    return own if own is not None else OTHERS.get(_label(model), {})


def every_column() -> Iterator[tuple[str, str | None]]:
    """Yield every column of every table as ``app.Model.field`` with its level; None where nobody said it."""
    for model in apps.get_models(include_auto_created=True):
        levels = levels_of(model)
        for name in columns_of(model):
            yield f"{_label(model)}.{name}", levels.get(name)


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """Return the fields of a model that are columns, in order."""
    return tuple(field.name for field in model._meta.concrete_fields)  # noqa: SLF001 - Django's documented door


def _label(model: type[Model]) -> str:
    return model._meta.label  # noqa: SLF001 - Django's documented door

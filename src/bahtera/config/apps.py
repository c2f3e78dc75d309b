from datetime import timedelta

from django.apps import AppConfig


class BahteraConfig(AppConfig):
    """Puts the parts together when the process starts."""

    name = "bahtera.config"
    label = "config"

    def ready(self) -> None:
        """Tell the ground floor where its files are, and who listens to what."""
        from django.conf import settings  # noqa: PLC0415, TID251 - config is where settings are read

        from bahtera.access import api as access  # noqa: PLC0415 - apps must be loaded first
        from bahtera.config import noticing, registrations, security  # noqa: PLC0415
        from bahtera.foundation import audit, blobs, keys, places, sealing  # noqa: PLC0415
        from bahtera.publishing import api as publishing  # noqa: PLC0415

        blobs.configure(settings.BLOBS_DIR)
        keys.configure(settings.SIGNING_KEY_FILE)
        audit.configure(key_file=settings.AUDIT_KEY_FILE, folder=settings.AUDIT_DIR)
        sealing.configure(settings.KEYRING_FILE)
        places.configure(
            places.Places(
                data=settings.DATA_DIR,
                blobs=settings.BLOBS_DIR,
                audit=settings.AUDIT_DIR,
                keys=settings.SIGNING_KEY_FILE.parent,
                key_files=(settings.SIGNING_KEY_FILE, settings.AUDIT_KEY_FILE, settings.KEYRING_FILE),
            )
        )
        publishing.configure_documents(settings.PUBLIC_URL)
        noticing.register(address=settings.PUBLIC_URL, mails=bool(settings.EMAIL_HOST))
        security.register()
        access.configure_sessions(
            access.Limits(
                idle=timedelta(minutes=settings.SESSION_IDLE_MINUTES),
                absolute=timedelta(hours=settings.SESSION_HOURS),
            )
        )
        access.configure_demonstration(shown=settings.DEMONSTRATION)
        access.configure_provider(
            access.Provider(
                name=settings.OIDC_NAME,
                issuer=settings.OIDC_ISSUER,
                client_id=settings.OIDC_CLIENT_ID,
                client_secret=settings.OIDC_CLIENT_SECRET,
                claim=settings.OIDC_CLAIM,
                second_factors=frozenset(settings.OIDC_SECOND_FACTORS),
            )
            if settings.OIDC_ISSUER
            else None
        )
        registrations.register_all()

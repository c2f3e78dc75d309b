"""Turning a plain column into a sealed one: the column changes at once, the values with `bahtera keys`."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class ToBytes(migrations.AlterField):
    """A column of text or JSON becomes one of bytes that holds the same; never undone, for it may be sealed then."""

    reversible = False

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Change the column; PostgreSQL is told how text becomes bytes, SQLite keeps the text as it is."""
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = from_state.apps.get_model(app_label, self.model_name)
        quote = schema_editor.connection.ops.quote_name
        table = quote(model._meta.db_table)  # noqa: SLF001 - Django's documented meta API
        column = quote(str(model._meta.get_field(self.name).column))  # noqa: SLF001 - as above
        schema_editor.execute(
            f"ALTER TABLE {table} ALTER COLUMN {column} TYPE bytea USING convert_to({column}::text, 'UTF8')"
        )

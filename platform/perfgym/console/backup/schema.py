"""The tables by PerfGym's own migrations: which there are at a state, made from nothing, and brought up to date."""

from collections.abc import Collection

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

Node = tuple[str, str]  # app and name of a migration
RECORDS = "django_migrations"


def applied() -> set[Node]:
    """The migrations that the database has; none where it is new."""
    return set(MigrationRecorder(connection).applied_migrations())


def unknown(nodes: Collection[Node]) -> list[Node]:
    """Those that this PerfGym does not have."""
    return sorted(set(nodes) - set(_loader().graph.nodes))


def gaps(nodes: Collection[Node]) -> list[Node]:
    """Those that are not there though others of them, all known, build upon them: no database can be in that state."""
    graph, asked = _loader().graph, set(nodes)
    return sorted({parent.key for node in asked for parent in graph.node_map[node].parents} - asked)


def tables(nodes: Collection[Node]) -> list[str]:
    """Every table there is once these migrations, all known, are applied."""
    if not nodes:
        return []
    models = _loader().project_state(list(nodes)).apps.get_models(include_auto_created=True)
    return sorted({RECORDS, *(model._meta.db_table for model in models if model._meta.can_migrate(connection))})


def build(nodes: Collection[Node]) -> None:
    """Replace all tables with empty ones as these migrations make them. Within a transaction, like any other work."""
    _drop(tables(applied()))
    MigrationExecutor(connection).migrate(_last(nodes))
    _empty(tables(nodes))  # a migration may fill a table that it makes
    _do(sql.SQL("SET CONSTRAINTS ALL DEFERRED"))  # migrations leave some immediate; tables are filled in any order


def update() -> None:
    """Apply what this PerfGym has beyond that."""
    call_command("migrate", interactive=False, verbosity=0)


def _last(nodes: Collection[Node]) -> list[Node]:
    """Those after which none of the same app follows; asking for an earlier one would take the later ones back."""
    graph, asked = _loader().graph, set(nodes)
    return sorted(
        node for node in asked if not any(c.key in asked and c.key[0] == node[0] for c in graph.node_map[node].children)
    )


def _loader() -> MigrationLoader:
    return MigrationLoader(connection)


def _drop(names: Collection[str]) -> None:
    if names:
        _do(sql.SQL("DROP TABLE {}").format(_listed(names)))


def _empty(names: Collection[str]) -> None:
    _do(sql.SQL("TRUNCATE {}").format(_listed(names)))


def _listed(names: Collection[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _do(statement: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)

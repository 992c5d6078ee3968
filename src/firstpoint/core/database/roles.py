"""What the application's role may do in the database: everything but change the journal or the tables' shape.

Granted by name after every migration and after a restore, so that nothing depends on who made which table.
"""

from psycopg import sql

from django.db import connection

# Tables of which the application may read and add rows, and no more.
APPEND_ONLY = ("core_event",)
# Tables that only the owner's functions write.
OWNER_ONLY = ("core_incarnation", "django_migrations")


def grant_application_role(role: str) -> None:
    """Give the role what the application needs on every table, sequence and function. Run as the owner."""
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        for statement in (
            # Databases from before PostgreSQL 15 let everybody make functions there, which the owner's would call.
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}",
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=name))
        cursor.execute(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            """
        )
        for (table,) in cursor.fetchall():
            allowed = "SELECT" if table in OWNER_ONLY else "SELECT, INSERT"
            if table not in (*APPEND_ONLY, *OWNER_ONLY):
                allowed += ", UPDATE, DELETE"
            cursor.execute(
                sql.SQL("REVOKE ALL ON {table} FROM {role}; GRANT " + allowed + " ON {table} TO {role}").format(
                    table=sql.Identifier(table), role=name
                )
            )

"""PostgreSQL: the embedded server, roles, fields, and files kept in the database."""

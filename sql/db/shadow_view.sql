-- A view of this connection only; it hides a view of the same name in the file.
CREATE TEMP VIEW %.*s;

INSERT INTO build (version, source, compiler, flags, blas, sqlite, libc)
VALUES (:version, :source, :compiler, :flags, :blas, :sqlite, :libc)
ON CONFLICT DO UPDATE SET version = excluded.version
RETURNING id;

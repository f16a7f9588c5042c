INSERT INTO build (version, source, compiler, flags, blas, sqlite, libc)
SELECT :version, :source, :compiler, :flags, :blas, :sqlite, :libc
WHERE :version IS NOT NULL
ON CONFLICT DO NOTHING;

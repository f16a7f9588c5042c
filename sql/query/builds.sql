-- One row per build, the one last used first: source, compiler and libraries, and how many runs used it.
SELECT b.id AS build_id, b.version, b.source, count(r.id) AS runs,
       min(r.started_utc) AS first_utc, max(r.started_utc) AS last_utc,
       b.compiler, b.flags, b.blas, b.sqlite, b.libc
FROM build AS b
LEFT JOIN run AS r ON r.build_id = b.id
GROUP BY b.id
ORDER BY last_utc DESC, b.id DESC;

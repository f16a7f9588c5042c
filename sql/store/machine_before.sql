-- How the machine of a run differs from the last one before it that is not the same
-- (v_same_machine): one row per fact, what it is and what it was; the last row is the
-- key, with that of the other machine. No row if there is no such machine.
WITH this AS (
  SELECT machine_id, started_utc FROM run WHERE id = :run_id
), before AS (
  SELECT o.id AS machine_id
  FROM this AS t
  CROSS JOIN machine AS o -- few: each is asked for its last run, by an index
  CROSS JOIN run AS r ON r.id = (
    SELECT l.id FROM run AS l
    WHERE l.machine_id = o.id AND l.started_utc < t.started_utc
      AND l.status = 'finished'
    ORDER BY l.started_utc DESC, l.id DESC
    LIMIT 1)
  WHERE o.id NOT IN (SELECT s.other_id FROM v_same_machine AS s
                     WHERE s.machine_id = t.machine_id)
  ORDER BY r.started_utc DESC, r.id DESC
  LIMIT 1
), fact (machine_id, place, what, value) AS (
  SELECT id, 1, 'CPU ', cpu_model FROM machine
  UNION ALL SELECT id, 2, 'architecture ', architecture FROM machine
  UNION ALL SELECT id, 3, 'CPUs ', cpus FROM machine
  UNION ALL SELECT id, 4, 'memory nodes ', numa_nodes FROM machine
  UNION ALL SELECT id, 5, 'L1d ', (l1d_bytes >> 10) || ' KiB' FROM machine
  UNION ALL SELECT id, 6, 'L2 ', (l2_bytes >> 10) || ' KiB' FROM machine
  UNION ALL SELECT id, 7, 'L3 ', (l3_bytes >> 10) || ' KiB' FROM machine
  UNION ALL SELECT id, 8, 'memory ', printf('%.4g GiB', memory_bytes / 1073741824.0)
            FROM machine
  UNION ALL SELECT id, 9, 'key ', key FROM machine
)
SELECT n.what || n.value, w.value
FROM this AS t
JOIN before AS b
JOIN fact AS n ON n.machine_id = t.machine_id
JOIN fact AS w ON w.machine_id = b.machine_id AND w.place = n.place
WHERE n.value <> w.value
ORDER BY n.place;

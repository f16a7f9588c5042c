INSERT INTO control (run_id, number, name, start_ns, total_ns, calls)
SELECT :run_id, coalesce(max(number) + 1, 0), :name, :start_ns, :total_ns, :calls
FROM control
WHERE run_id = :run_id;

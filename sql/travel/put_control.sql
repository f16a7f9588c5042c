INSERT INTO control (run_id, number, name, start_ns, total_ns, calls)
VALUES (:run_id, :number, :name, :start_ns, :total_ns, :calls);

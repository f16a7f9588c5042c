INSERT INTO sketch (cell_id, ok, wrong, failed, timeout, skipped, p05_ns,
                    p25_ns, p75_ns, p95_ns, start_ns, end_ns, total_ns,
                    spawn_ns, dispatch_ns, compute_ns, collect_ns, skew_ns,
                    sent_bytes, received_bytes, waits, preemptions, faults,
                    results, result_bits)
VALUES (:first + :cell, :ok, :wrong, :failed, :timeout, :skipped, :p05_ns,
        :p25_ns, :p75_ns, :p95_ns, :start_ns, :end_ns, :total_ns, :spawn_ns,
        :dispatch_ns, :compute_ns, :collect_ns, :skew_ns, :sent_bytes,
        :received_bytes, :waits, :preemptions, :faults, :results,
        :result_bits);

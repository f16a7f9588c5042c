INSERT INTO sketch (cell_id, ok, wrong, failed, timeout, skipped, p05_ns,
                    p25_ns, p75_ns, p95_ns, start_ns, end_ns,
                    @summed@, results, result_bits)
VALUES (:first + :cell, :ok, :wrong, :failed, :timeout, :skipped, :p05_ns,
        :p25_ns, :p75_ns, :p95_ns, :start_ns, :end_ns,
        @summed :@, :results, :result_bits);

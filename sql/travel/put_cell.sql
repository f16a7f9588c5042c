INSERT INTO cell (id, run_id, series_id, base_id, status, reason, planned,
                  timeout_ms, cell_timeout_ms, warmups, settled, calls, open_ns, first_ns,
                  reference, reference_bits, exact, bound, accurate, error_ulp,
                  samples_hash, remeasured)
VALUES (:first + :cell, :run_id,
        (SELECT id FROM series
         WHERE strategy = :strategy AND kernel = :kernel AND dtype = :dtype
           AND n = :n AND workers = :workers AND chunks = :chunks
           AND placement = :placement),
        :first + :base, :status, :reason, :planned, :timeout_ms, :cell_timeout_ms, :warmups,
        :settled, :calls, :open_ns, :first_ns, :reference, :reference_bits,
        :exact, :bound, :accurate, :error_ulp, :samples_hash,
        :remeasured);

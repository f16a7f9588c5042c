INSERT INTO verdict (run_id, series_id, verdict, since_run_id, effect_ratio,
                     low_ratio, high_ratio, p, visible_ratio, method)
VALUES (:run_id,
        (SELECT id FROM series
         WHERE strategy = :strategy AND kernel = :kernel AND dtype = :dtype
           AND n = :n AND workers = :workers AND chunks = :chunks
           AND placement = :placement),
        :verdict, (SELECT id FROM run WHERE uuid = :since), :effect_ratio,
        :low_ratio, :high_ratio, :p, :visible_ratio, :method)
ON CONFLICT (run_id, series_id) DO NOTHING;

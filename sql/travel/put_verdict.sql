INSERT INTO verdict (run_id, measure, subject, series_id, verdict, since_run_id,
                     effect_ratio, low_ratio, high_ratio, p, visible_ratio,
                     visible7_ratio, nights, still, still_since_run_id, reason,
                     method, last_ratio, month_ratio, moved, phases)
VALUES (:run_id, :measure, :subject,
        (SELECT id FROM series
         WHERE strategy = :strategy AND kernel = :kernel AND dtype = :dtype
           AND n = :n AND workers = :workers AND chunks = :chunks
           AND placement = :placement),
        :verdict, (SELECT id FROM run WHERE uuid = :since), :effect_ratio,
        :low_ratio, :high_ratio, :p, :visible_ratio, :visible7_ratio, :nights,
        :still, (SELECT id FROM run WHERE uuid = :still_since), :reason, :method,
        :last_ratio, :month_ratio, :moved, :phases)
ON CONFLICT (run_id, measure, subject) DO NOTHING;

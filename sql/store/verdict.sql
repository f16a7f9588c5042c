INSERT INTO verdict (run_id, measure, subject, series_id, verdict, since_run_id,
                     effect_ratio, low_ratio, high_ratio, last_ratio,
                     month_ratio, p, visible_ratio,
                     visible7_ratio, nights, still, still_since_run_id, reason,
                     moved, phases, method)
VALUES (:run_id, :measure, :subject, :series_id, :verdict, :since_run_id,
        :effect_ratio, :low_ratio, :high_ratio, :last_ratio, :month_ratio, :p, :visible_ratio,
        :visible7_ratio, :nights, :still, :still_since_run_id, :reason, :moved,
        :phases, :method);

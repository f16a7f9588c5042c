-- The parameters are numbered in the order in which they are bound.
INSERT OR REPLACE INTO summary (cell_id, samples, min_ns, mean_ns, max_ns, sd_ns,
                                deviation_ns, mad_ns, value_ln, median_ns, low_ns,
                                high_ns, level, sessions)
VALUES (:cell_id, :samples, :min_ns, :mean_ns, :max_ns, :sd_ns, :deviation_ns,
        :mad_ns, :value_ln, :median_ns, :low_ns, :high_ns, :level, :sessions);

INSERT OR REPLACE INTO summary (cell_id, samples, min_ns, median_ns, mean_ns,
                                max_ns, sd_ns, deviation_ns, mad_ns, low_ns,
                                high_ns, level, value_ln, sessions)
VALUES (:cell_id, :samples, :min_ns, :median_ns, :mean_ns, :max_ns, :sd_ns,
        :deviation_ns, :mad_ns, :low_ns, :high_ns, :level, :value_ln,
        :sessions);

INSERT OR REPLACE INTO speedup (cell_id, base_id, rounds, ratio, low_ratio,
                                high_ratio, level, sessions)
VALUES (:cell_id, :base_id, :rounds, :ratio, :low_ratio, :high_ratio, :level,
        :sessions);

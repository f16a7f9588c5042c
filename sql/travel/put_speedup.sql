INSERT INTO speedup (cell_id, base_id, rounds, ratio, low_ratio, high_ratio,
                     level, sessions)
VALUES (:first + :cell, :first + :base, :rounds, :ratio, :low_ratio,
        :high_ratio, :level, :sessions);

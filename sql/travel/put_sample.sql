INSERT INTO sample (cell_id, @sample@)
VALUES (:first + :cell, @sample :@);

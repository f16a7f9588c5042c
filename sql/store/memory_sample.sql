CREATE TABLE memory_sample (cell_id, @sample@);

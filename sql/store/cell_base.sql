UPDATE cell SET base_id = :base_id WHERE id = :id;

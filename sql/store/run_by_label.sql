SELECT id FROM run WHERE label = :label ORDER BY id DESC LIMIT 1;

SELECT 1 FROM meta WHERE name = 'views' AND value = :hash;

UPDATE machine SET key = coalesce('external ' || :origin, 'external')
WHERE travel_key = 'external';

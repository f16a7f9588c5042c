INSERT INTO meta (name, value) VALUES ('views', :hash)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

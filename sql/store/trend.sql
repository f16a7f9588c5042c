INSERT INTO trend (run_id, name, subject, value, low, high, word)
VALUES (:run_id, :name, :subject, :value, :low, :high, :word);

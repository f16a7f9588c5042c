INSERT INTO cold (cell_id, number, status, start_ns, open_ns, first_ns, reason)
VALUES (:cell_id, :number, :status, :start_ns, :open_ns, :first_ns, :reason);

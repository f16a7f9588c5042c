INSERT INTO cold (cell_id, number, status, start_ns, open_ns, first_ns, reason)
VALUES (:first + :cell, :number, :status, :start_ns, :open_ns, :first_ns,
        :reason);

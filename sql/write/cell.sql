UPDATE cell
SET status = :status, reason = :reason, warmups = :warmups, calls = :calls,
    open_ns = :open_ns, first_ns = :first_ns, reference = :reference,
    reference_bits = :reference_bits, exact = :exact, bound = :bound,
    samples_hash = :samples_hash
WHERE id = :id;

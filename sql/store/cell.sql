-- Values of the first session are kept; later sessions only add to them. A session
-- that measures the cell again adds its repeats (:more) to those planned, and gives
-- its reason (:remeasured).
UPDATE cell
SET status = :status, reason = :reason, samples_hash = :samples_hash,
    planned = planned + :more,
    remeasured = coalesce(:remeasured, remeasured),
    warmups = max(warmups, :warmups),
    settled = min(coalesce(settled, :settled), :settled),
    calls = coalesce(calls, :calls),
    open_ns = coalesce(open_ns, :open_ns),
    first_ns = coalesce(first_ns, :first_ns),
    reference = coalesce(:reference, reference),
    reference_bits = coalesce(:reference_bits, reference_bits),
    exact = coalesce(:exact, exact), bound = coalesce(:bound, bound),
    accurate = coalesce(:accurate, accurate),
    error_ulp = max(coalesce(error_ulp, :error_ulp), :error_ulp)
WHERE id = :id;

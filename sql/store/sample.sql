INSERT INTO sample (cell_id, repeat, round, status, start_ns, total_ns,
                    spawn_ns, dispatch_ns, compute_ns, collect_ns, skew_ns,
                    mark_every, active, sent_bytes, received_bytes, waits,
                    preemptions, faults, cpu, moved, result_bits, result,
                    reason)
SELECT cell_id, repeat, round, status, start_ns, total_ns,
       spawn_ns, dispatch_ns, compute_ns, collect_ns, skew_ns,
       mark_every, active, sent_bytes, received_bytes, waits,
       preemptions, faults, cpu, moved, result_bits, result, reason
FROM memory_sample;

SELECT 1.0 * total_ns / calls FROM control
WHERE run_id = :run_id AND name = 'chain'
ORDER BY 1;

-- One row per cell of a run, widest interval first: half the width of the median's interval in percent, and how many repeats would make that 1 %. Parameters: run=RUN.
SELECT series, samples, calls, calls * median_ns AS repeat_ns, median_ns,
       50 * (high_ns - low_ns) / median_ns AS half_percent,
       100 * mad_ns / median_ns AS mad_percent,
       max(6, CAST(round(samples * (50 * (high_ns - low_ns) / median_ns)
                         * (50 * (high_ns - low_ns) / median_ns) + 0.5)
                   AS INTEGER))
         AS repeats_for_1_percent
FROM v_summary
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND samples > 0
ORDER BY half_percent DESC NULLS LAST, cell_id;

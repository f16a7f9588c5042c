-- The kind of a JSON document of another program, or NULL; an error if it is not JSON.
SELECT CASE json_type(:text)
  WHEN 'array' THEN
    CASE WHEN json_type(:text, '$[0].primaryMetric') = 'object'
          AND json_type(:text, '$[0].benchmark') = 'text' THEN 'JMH' END
  WHEN 'object' THEN
    CASE WHEN json_type(:text, '$.results[0].command') = 'text' THEN 'hyperfine'
         WHEN json_type(:text, '$.context') = 'object'
          AND json_type(:text, '$.benchmarks') = 'array' THEN 'google benchmark'
         WHEN json_type(:text, '$.benchmarks[0].runs') = 'array' THEN 'pyperf'
         WHEN json_type(:text, '$.benchmarks[0].stats') = 'object'
          THEN 'pytest-benchmark'
         WHEN json_type(:text, '$.results') = 'object'
          AND json_type(:text, '$.commit_hash') = 'text' THEN 'asv'
         WHEN json_type(:text, '$.entries') = 'object'
          THEN 'github-action-benchmark'
         WHEN json_type(:text, '$.mean.point_estimate') IN ('real', 'integer')
          THEN 'criterion'
         WHEN json_type(:text, '$.iters') = 'array'
          AND json_type(:text, '$.times') = 'array' THEN 'criterion sample' END
END;

-- The JSON type of a line and the text of its field "table"; an error if it is not
-- JSON. (json_valid() cannot distinguish invalid JSON from lack of memory.)
SELECT json_type(:line),
       CASE json_type(:line, '$.table') WHEN 'text' THEN :line ->> '$.table' END;

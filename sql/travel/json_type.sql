-- What a line is, and the text of its field "table". CASE, because AND would
-- look at both sides.
SELECT CASE WHEN json_valid(:line) THEN json_type(:line) ELSE 'not JSON' END,
       CASE WHEN json_valid(:line)
       THEN CASE json_type(:line, '$.table')
            WHEN 'text' THEN :line ->> '$.table' END
       END;

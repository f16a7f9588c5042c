-- What a line is, and the text of its field "table"; an error where it is not
-- JSON. (json_valid() says the same of that and of lack of memory.)
SELECT json_type(:line),
       CASE json_type(:line, '$.table') WHEN 'text' THEN :line ->> '$.table' END;

SELECT json_quote(:text);

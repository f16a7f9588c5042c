SELECT json_insert(:object, '$.' || :name, :value);

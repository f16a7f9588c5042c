PRAGMA application_id = %d; PRAGMA user_version = %d;

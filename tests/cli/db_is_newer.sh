#!/bin/sh
# A database of a newer schema is refused with both numbers and keeps its bytes.
. "${0%/*}/lib.sh"
need sqlite3

record
known=$(ask x.db 'PRAGMA user_version')
# makes the database a single file, without a journal
ask x.db 'PRAGMA user_version = 999; VACUUM INTO "newer.db"'
refuse_database newer.db 'schema version 999' "up to $known" 'newer dotrec'

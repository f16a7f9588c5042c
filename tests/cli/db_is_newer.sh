#!/bin/sh
# A database of a newer schema is refused with both numbers, keeps its bytes.
. "${0%/*}/lib.sh"
need sqlite3

record
known=$(ask x.db 'PRAGMA user_version')
# one file, whatever the journal was
ask x.db 'PRAGMA user_version = 999; VACUUM INTO "newer.db"'
refuse_database newer.db 'schema version 999' "up to $known" 'newer dotrec'

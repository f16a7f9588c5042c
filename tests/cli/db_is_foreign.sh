#!/bin/sh
# The database of another application is refused and keeps its bytes.
. "${0%/*}/lib.sh"
need sqlite3

ask other.db 'PRAGMA application_id = 7; CREATE TABLE run (id)'
refuse_database other.db 'not a dotrec database' 'application id 7'
ask nameless.db 'CREATE TABLE run (id)'
refuse_database nameless.db 'not a dotrec database'

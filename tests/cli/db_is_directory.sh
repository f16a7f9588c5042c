#!/bin/sh
# A directory given as the database is refused.
. "${0%/*}/lib.sh"

mkdir x.db
refuse_database x.db 'is a directory'

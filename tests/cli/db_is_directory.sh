#!/bin/sh
# A directory in the place of the database is refused.
. "${0%/*}/lib.sh"

mkdir x.db
refuse_database x.db 'is a directory'

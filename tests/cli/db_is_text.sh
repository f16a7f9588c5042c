#!/bin/sh
# A file that is not a database is refused and keeps its bytes.
. "${0%/*}/lib.sh"

printf 'hello\n' >short.txt
refuse_database short.txt 'not a database' -d
sed "s/^/text /" "$top_srcdir/README.md" >long.txt
refuse_database long.txt 'not a database' -d

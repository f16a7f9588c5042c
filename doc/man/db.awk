# Writes the page dotrec-db(5). Input, in this order: sql/schema.sql; view-columns.txt;
# the files of sql/view; and lines KIND|TABLE|COLUMN|TYPE of a database, the tables first.

# A text for troff.
function roff(text) {
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	gsub(/~/, "\\(ti", text)
	if (text ~ /^[.']/) text = "\\&" text
	return text
}

# Keeps the comment of a column: behind -- at the end of its line, or between /* and */.
function keep(table, column, comment) {
	if (column != "" && comment != "" && !((table, column) in meaning))
		meaning[table, column] = comment
}

# The columns that begin on a line of a CREATE TABLE.
function read_line(line,    comment, column, rest, first) {
	if (match(line, / -- .*/)) {
		comment = substr(line, RSTART + 4)
		line = substr(line, 1, RSTART - 1)
	}
	while (match(line, /(^ *|, *)[a-z][a-z0-9_]* +(INTEGER|REAL|TEXT|BLOB|ANY)/)) {
		column = substr(line, RSTART, RLENGTH)
		sub(/^[, ]*/, "", column)
		sub(/ .*/, "", column)
		rest = substr(line, RSTART + RLENGTH)
		if (first == "") first = column
		if (match(rest, /^[A-Z ]*(\(?)\/\* [^*]* \*\//)) {
			sub(/^[^*]*\* /, "", rest)
			keep(table, column, substr(rest, 1, index(rest, " */") - 1))
		} else {
			now = column
		}
		line = rest
	}
	if (first != "") now = first
	if (comment != "") keep(table, now, comment)
}

FILENAME ~ /schema\.sql$/ && /^CREATE TABLE / {
	table = $3
	row[table] = $0
	sub(/.* -- /, "", row[table])
	now = ""
	next
}
FILENAME ~ /schema\.sql$/ && /^CREATE / { table = "" }
FILENAME ~ /schema\.sql$/ && table != "" { read_line($0) }

FILENAME ~ /view-columns\.txt$/ {
	column = $1
	sub(/:$/, "", column)
	view_column[column] = substr($0, length($1) + 2)
}

FILENAME ~ /\/view\// && FNR == 1 {
	view = FILENAME
	sub(/.*\//, "", view)
	sub(/\.sql$/, "", view)
	head = 1
}
FILENAME ~ /\/view\// && head && /^-- / && $0 !~ /^-- \(/ {
	row[view] = row[view] (row[view] == "" ? "" : " ") substr($0, 4)
	next
}
FILENAME ~ /\/view\// { head = 0 }

/^(table|view)\|/ {
	split($0, field, "|")
	kind = field[1]; table = field[2]; column = field[3]; type = field[4]
	if (!started++) print_head()
	if (kind != kind_before) print kind == "table" ? ".SH TABLES" : ".SH VIEWS"
	if (table != table_before) printf ".SS %s\n%s\n", table, roff(row[table])
	kind_before = kind; table_before = table
	text = ""
	if (kind == "table") {
		text = meaning[table, column]
		if (!(column in common)) common[column] = text
	} else if (column in view_column) {
		text = view_column[column]
		used[column] = 1
	} else if (column in common) {
		text = common[column]
	}
	if (text == "") {
		print "dotrec-db: nothing is said of " table "." column >"/dev/stderr"
		failed = 1
	}
	printf ".TP\n.B %s\n%s%s\n", column, type == "" ? "" : "(" tolower(type) ") ", roff(text)
}

function print_head() {
	print ".TH DOTREC\\-DB 5 \"\" \"dotrec\" \"File Formats\""
	print ".SH NAME"
	print "dotrec\\-db \\- the tables and views of a database of dotrec"
	print ".SH DESCRIPTION"
	print "A database is one file for SQLite 3.40 or newer; its views work in the plain"
	print ".BR sqlite3 (1)"
	print "shell, too. The name of a column ends in its unit: ns are nanoseconds, s seconds,"
	print "ms milliseconds; utc a time as in 2026\\-11\\-22T07:15:08Z; bytes; a ratio is a"
	print "quotient, or an effect minus 1: 0.05 is 5 % more; ulp are units in the last place."
	print "Times per call are marked as such; other times of a repeat cover all its calls."
	print ".PP"
	print "You may add tables, indexes and views with names of your own. While the file is"
	print "open, FILE\\-wal and FILE\\-shm belong to it."
}

END {
	for (column in view_column)
		if (!(column in used)) {
			print "view-columns.txt: no view has the column " column >"/dev/stderr"
			failed = 1
		}
	print ".SH SEE ALSO"
	print ".BR dotrec (1),"
	print ".BR dotrec\\-query (1),"
	print ".BR dotrec\\-series (7)"
	exit failed
}

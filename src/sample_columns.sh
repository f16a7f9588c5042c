#!/bin/sh
# Prints a sed script that replaces words in SQL by lists of the columns of
# src/sample/columns.def. Each name in the list gets the prefix in the word:
#
#     @sample p.@   all columns:            p.repeat, p.round, ...
#     @stored p.@   the same in the order of the table, where those that the second
#                   migration added come after the reason
#     @hashed p.@   the columns of the hash of samples
#     @summed p.@   the columns whose sums a sketch has
#     @sums p.@     the sums of these columns over the ok repeats; NULL where the
#                   value of one of them is not known
#
# usage: sample_columns.sh FILE
set -eu
awk -F '[(), ]+' '
	function add(word, name) {
		list[word] = list[word] separator[word] name
		separator[word] = ", "
	}
	!/^[ \t]*COLUMN/ { next }
	!/^COLUMN\([a-z0-9_]+, .*, [A-Z_]+\)$/ {
		print "columns.def: a line of another form: " $0 >"/dev/stderr"
		wrong = 1
		exit
	}
	{ add("sample", "&" $2) }
	{ add($2 ~ /^(waits|preemptions|faults|cpu|moved)$/ ? "added" : "stored", "&" $2) }
	$2 == "reason" { add("stored", list["added"]) }
	$6 ~ /HASHED/ { add("hashed", "&" $2) }
	$6 ~ /SUMMED/ {
		add("summed", "&" $2)
		ok = " FILTER (WHERE &status = \047ok\047)"
		add("sums", "iif(count(&" $2 ")" ok " = count(*)" ok \
			", sum(&" $2 ")" ok ", NULL)")
	}
	END {
		if (wrong || !("sample" in list))
			exit 1
		split("sample stored hashed summed sums", words, " ")
		prefix[1] = ""; prefix[2] = "p."; prefix[3] = "k."; prefix[4] = ":"
		for (w = 1; w <= 5; w++)
			for (p = 1; p <= 4; p++) {
				text = list[words[w]]
				gsub(/&/, prefix[p], text)
				blank = prefix[p] == "" ? "" : " "
				pattern = prefix[p]
				sub(/\./, "\\.", pattern)
				printf "s/@%s%s%s@/%s/g\n", words[w], blank, pattern, text
			}
	}' "$1"

#!/bin/sh
# Prints a script for sed that puts the columns of src/sample/columns.def in the
# place of words in SQL, each name with the prefix that the word has:
#
#     @sample p.@   all of them:            p.repeat, p.round, ...
#     @hashed p.@   those of the hash
#     @summed p.@   those of a sketch
#     @sums p.@     their sums over the ok repeats
#
# usage: sample_columns.sh FILE
set -eu
sed -n 's/^COLUMN(\([a-z_]*\), .*, \([A-Z_]*\))$/\1 \2/p' "$1" | awk '
	function add(word, name) { list[word] = list[word] separator[word] name
		separator[word] = ", " }
	{ add("sample", "&" $1) }
	$2 ~ /HASHED/ { add("hashed", "&" $1) }
	$2 ~ /SUMMED/ {
		add("summed", "&" $1)
		add("sums", "sum(&" $1 ") FILTER (WHERE &status = \047ok\047)")
	}
	END {
		if (!NR)
			exit 1
		split("sample hashed summed sums", words, " ")
		prefix[1] = ""; prefix[2] = "p."; prefix[3] = "k."; prefix[4] = ":"
		for (w = 1; w <= 4; w++)
			for (p = 1; p <= 4; p++) {
				text = list[words[w]]
				gsub(/&/, prefix[p], text)
				blank = prefix[p] == "" ? "" : " "
				pattern = prefix[p]
				sub(/\./, "\\.", pattern)
				printf "s/@%s%s%s@/%s/g\n", words[w], blank, pattern, text
			}
	}'

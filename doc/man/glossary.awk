# Makes doc/glossary.md of doc/man/dotrec-series.7: its sections as Markdown, with the
# words and what they mean as tables.
#   awk -f doc/man/glossary.awk doc/man/dotrec-series.7 >doc/glossary.md

# The arguments of a macro, quoted ones included, joined as .BR and the like join them.
function arguments(text, joined, bold,   out, word, n) {
	sub(/^\.[A-Z]+ /, "", text)
	for (n = 0; text != ""; n++) {
		if (match(text, /^"[^"]*"/))
			word = substr(text, 2, RLENGTH - 2)
		else {
			match(text, /^[^ ]+/)
			word = substr(text, 1, RLENGTH)
		}
		text = substr(text, RLENGTH + 1)
		sub(/^ +/, "", text)
		# of .BR only every second argument is a name
		if (bold && n % 2 == 0)
			word = "`" word "`"
		out = out (n && !joined ? " " : "") word
	}
	return out
}
# A line of roff as Markdown.
function plain(line) {
	gsub(/\\-/, "-", line)
	if (line ~ /^\.B /)
		line = "`" arguments(line, 0, 0) "`"
	else if (line ~ /^\.BR /)
		line = arguments(line, 1, 1)
	else if (line ~ /^\.(BI|IR|IB) /)
		line = "`" arguments(line, 1, 0) "`"
	return line
}
function end_row() {
	if (term)
		print "| " term " | " text " |"
	term = text = ""
}

BEGIN {
	print "# Glossary: the names of series, and the words of dotrec"
	print ""
	print "This page is made from the manual page `dotrec-series(7)` by doc/man/glossary.awk."
}
/^\.SH / {
	end_row()
	table = 0
	heading = substr($0, 5)
	shown = heading ~ /^(NAMES|GLOSSARY)$/
	if (shown)
		print "\n## " (heading == "NAMES" ? "Names of series" : "Words") "\n"
	next
}
!shown { next }
/^\.TP/ {
	end_row()
	if (!table)
		print (heading == "NAMES" ? "\n| part | meaning |" : "| word | meaning |") "\n|---|---|"
	table = wait = 1
	next
}
wait {
	term = $0 ~ /^\.B / ? arguments($0, 0, 0) : $0
	gsub(/\\-/, "-", term)
	wait = 0
	next
}
/^\.(PP|RS|RE)/ { gap = !table; next }
table { text = text (text ? " " : "") plain($0); next }
{
	print (gap ? "\n" : "") plain($0)
	gap = 0
}
END { end_row() }

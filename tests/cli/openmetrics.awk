# Accepts OpenMetrics text as dotrec may write it: families of gauges, each with HELP,
# TYPE and the UNIT that its name ends in; samples without time stamps, none twice;
# '# EOF' at the end. Says what is wrong, and ends with 1.

function wrong(words) {
	print FILENAME ":" FNR ": " words ": " $0
	bad = 1
	exit 1
}
# Removes what the regular expression matches at the beginning of rest; returns it.
function take(regex, words) {
	if (!match(rest, "^" regex))
		wrong("no " words)
	taken = substr(rest, 1, RLENGTH)
	rest = substr(rest, RLENGTH + 1)
	return taken
}

ended { wrong("text after # EOF") }
$0 == "# EOF" { ended = 1; next }
/^# HELP [a-z_]+ [^\\]+$/ {
	if ($3 in help) wrong("a family twice")
	family = $3
	help[family] = 1
	next
}
/^# TYPE [a-z_]+ gauge$/ {
	if ($3 != family || family in type) wrong("TYPE not after its HELP")
	type[family] = 1
	next
}
/^# UNIT [a-z_]+ [a-z]+$/ {
	if ($3 != family || samples[family]) wrong("UNIT not after its TYPE")
	if (substr(family, length(family) - length($4)) != "_" $4)
		wrong("a name that does not end in its unit")
	unit[family] = 1
	next
}
/^#/ { wrong("an unknown comment") }
{
	rest = $0
	if (take("[a-z_]+", "name") != family || !(family in type))
		wrong("a sample outside its family")
	if (family ~ /_(seconds|ratio)$/ && !(family in unit))
		wrong("no UNIT")
	if (rest ~ /^\{/) {
		delete label
		take("\\{", "{")
		do {
			name = take("[a-z_]+", "label")
			if (name in label) wrong("a label twice")
			label[name] = 1
			take("=\"([^\\\\\"]|\\\\[\\\\n\"])*\"", "value of a label")
		} while (rest ~ /^,/ && take(",", ","))
		take("\\}", "}")
	}
	key = substr($0, 1, length($0) - length(rest))
	if (key in seen) wrong("a sample twice")
	seen[key] = 1
	samples[family]++
	take(" -?[0-9]+(\\.[0-9]+)?(e[-+][0-9]+)?$", "number")
}
END {
	if (!bad && !ended) {
		print FILENAME ": no # EOF at the end"
		bad = 1
	}
	exit bad
}

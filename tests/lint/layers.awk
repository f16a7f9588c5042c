# Checks lines "FILE:LINE:code" against the rules of layers.txt, which is read
# first. FILE is relative to src/. Prints the violations, one per line.
function allowed(rule, file,    n, who, i) {
	n = split(rules[rule], who, " ")
	for (i = 1; i <= n; i++)
		if (file == who[i] || who[i] ~ /\/$/ &&
		    substr(file, 1, length(who[i])) == who[i])
			return 1
	return 0
}
function complain(what) {
	print file ":" line ": " what
}
NR == FNR {
	if ($0 !~ /^#/ && NF) {
		rule = $1 " " substr($2, 1, length($2) - 1)
		list = $0
		sub(/^[^:]*:/, "", list)
		rules[rule] = list
	}
	next
}
{
	split($0, part, ":")
	file = part[1]
	line = part[2]
	code = substr($0, length(file) + length(line) + 3)
	layer = file
	sub(/\/.*/, "", layer)
	if (!(("layer " layer) in rules)) {
		complain("layer " layer " is not in layers.txt")
		next
	}
}
code ~ /^[ \t]*#[ \t]*include/ {
	name = code
	sub(/^[^<"]*[<"]/, "", name)
	sub(/[>"].*/, "", name)
	if (("header " name) in rules && !allowed("header " name, file))
		complain(name " belongs to" rules["header " name])
	folder = name
	if (code ~ /"/ && sub(/\/.*/, "", folder) && folder != layer &&
	    index(rules["layer " layer] " ", " " folder " ") == 0)
		complain(layer " may not use " folder)
	else if (code ~ /"/ && name !~ /\//)
		complain("include " name " with its folder")
	next
}
{
	gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
	for (rule in rules) {
		kind = rule
		sub(/ .*/, "", kind)
		name = substr(rule, length(kind) + 2)
		pattern = "(^|[^A-Za-z0-9_])" name
		pattern = pattern (kind == "call" ? "[ \t]*\\(" : "([^A-Za-z0-9_]|$)")
		if (kind != "call" && kind != "word" || code !~ pattern)
			continue
		if (!allowed(rule, file))
			complain(name " belongs to" rules[rule])
	}
}

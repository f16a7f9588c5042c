# Prints C without its comments, each line as "FILE:LINE:text"; with -v strings=1
# prints only the string literals, one per line.
FNR == 1 {
	state = ""
}
{
	text = $0
	kept = ""
	literal = ""
	while (text != "") {
		two = substr(text, 1, 2)
		one = substr(text, 1, 1)
		step = 1
		if (state == "comment") {
			if (two == "*/") {
				state = ""
				step = 2
				kept = kept " "
			}
		} else if (state != "") { # inside quotes of this kind
			if (one == "\\")
				step = 2
			piece = substr(text, 1, step)
			kept = kept piece
			if (one == state) {
				if (strings && state == "\"")
					print FILENAME ":" FNR ":" literal
				state = literal = ""
			} else {
				literal = literal piece
			}
		} else if (two == "/*") {
			state = "comment"
			step = 2
		} else if (two == "//") {
			break
		} else {
			if (one == "\"" || one == "'")
				state = one
			kept = kept one
		}
		text = substr(text, step + 1)
	}
	if (!strings && kept ~ /[^ \t]/)
		print FILENAME ":" FNR ":" kept
}

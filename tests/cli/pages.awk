# Cuts a page of the documentation into files: block-NN is the text of the NNth ```sh
# block that is marked <!-- test --> or <!-- test with MODULE --> (which needs that
# module of Python, the first line of needs-NN); shown-NN is the ``` block that follows it
# and is marked
#   <!-- output -->                 what the commands print, where a line ... stands for
#                                   any lines
#   <!-- output of one machine -->  what they printed once: another machine, or another
#                                   moment, gives other figures
# The first line of kind-NN says which of the two.
# Every other ```sh block says why it is not run: <!-- not run: REASON -->.
function wrong(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text
	exit_code = 1
	exit
}
function name(what) { return sprintf("%s-%02d", what, blocks) }

inside && /^```$/ { inside = 0; file = mark = ""; next }
inside { if (file) print >file; next }
/^<!-- (test|test with [a-z0-9]+|not run: .+|output|output of one machine) -->$/ {
	if (mark)
		wrong("two marks of one block")
	mark = substr($0, 6, length($0) - 9)
	next
}
/^```sh$/ {
	if (!mark || mark ~ /^output/)
		wrong("a block of commands is neither tested nor says why not")
	if (mark ~ /^test/) {
		blocks++
		file = name("block")
		print (mark ~ /with/ ? substr(mark, 11) : "") >name("needs")
	}
	inside = 1
	next
}
/^```/ {
	if (mark ~ /^output/) {
		if (!blocks)
			wrong("an output before any commands")
		file = name("shown")
		print mark >name("kind")
	} else if (mark)
		wrong("no ```sh behind the mark")
	inside = 1
	next
}
mark && NF { wrong("no block behind the mark") }
END {
	if (!exit_code && inside)
		wrong("the last block has no end")
	exit exit_code
}

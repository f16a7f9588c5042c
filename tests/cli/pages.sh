# shellcheck shell=sh
# Shared by the tests of the pages of the documentation: runs their commands.
: "${top_srcdir:?}" "${top_builddir:?}"

# alike SHOWN SAID: whether three in four of the words in SHOWN are in SAID, too. Numbers
# with their units do not count, nor do lines and bars.
alike() {
	awk '{
		gsub(/[±]?[-+]?[0-9][0-9.,]*(e[-+]?[0-9]+)?( ?(ns|us|ms|s|x|%|B|KiB|MiB|GiB))?/, " ")
		gsub(/[-_=:;,.()"\47|░▒▓█]+/, " ")
	}
	NR == FNR { for (i = 1; i <= NF; i++) said[$i]; next }
	{ for (i = 1; i <= NF; i++) { words++; if ($i in said) found++; else lost = lost " " $i } }
	END {
		if (words && 4 * found >= 3 * words)
			exit 0
		print found + 0 " of " words + 0 " words are said; not:" lost
		exit 1
	}' "$2" "$1"
}

# same SHOWN SAID: whether SAID has the lines of SHOWN, in which a line ... stands for any
same() {
	awk '{ sub(/[ \t]+$/, "") }
	NR == FNR { said[++lines] = $0; next }
	$0 == "..." { any = 1; next }
	{
		for (at++; any && at <= lines && said[at] != $0; at++)
			;
		any = 0
		if (at > lines || said[at] != $0) {
			print "not said: " $0
			lost = 1
			exit
		}
	}
	END {
		if (lost)
			exit 1
		if (!any && at < lines) {
			print "not shown: " said[at + 1]
			exit 1
		}
	}' "$2" "$1"
}

# run_page PAGE: runs the marked commands of a page in their order, in one shell, as a
# reader would, and compares what they print with what the page shows
run_page() {
	_page=$1
	rm -rf page
	mkdir -p page/home
	ln -s "$top_builddir" page/home/build # as seen from the top of the source tree
	(cd page && awk -f "$top_srcdir/tests/cli/pages.awk" "$top_srcdir/$_page") >out ||
		fail "$_page cannot be read"
	for _block in page/block-*; do
		[ -e "$_block" ] || fail "$_page has no commands that are tested"
		_number=${_block#page/block-}
		read -r _needs <"page/needs-$_number" || :
		if [ -n "$_needs" ] && ! python3 -c "import $_needs" 2>/dev/null; then
			echo "skipped: $_page, block $_number: python3 has no $_needs" >&2
			continue
		fi
		printf 'exec >"%s/page/said-%s" 2>&1\n' "$PWD" "$_number"
		cat "$_block"
	done >script
	_code=0
	(cd page/home && exec sh -eu ../../script </dev/null) || _code=$?
	for _said in page/said-*; do
		_number=${_said#page/said-}
		if [ "$_code" -eq 0 ] && [ -e "page/shown-$_number" ]; then
			read -r _kind <"page/kind-$_number"
			_compare=same
			[ "$_kind" = output ] || _compare=alike
			$_compare "page/shown-$_number" "$_said" || {
				cp "$_said" out
				fail "block $_number of $_page does not print what the page shows"
			}
		fi
	done
	if [ "$_code" -ne 0 ]; then
		cat "page/block-$_number"
		cp "$_said" out
		fail "exit code $_code of block $_number of $_page, above"
	fi
	echo "passed: $(find page -name 'said-*' | wc -l) blocks of $_page"
}

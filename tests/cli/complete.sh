#!/bin/sh
# 'dotrec complete' offers all commands and options that --help prints, and what the
# arguments stand for; the completions of bash, zsh and fish show the same.
. "${0%/*}/lib.sh"
need bash

# offers WORD...: the words that may follow, without what is said of them
offers() {
	"$DOTREC" complete -- "$@" | cut -f1
}

commands=$("$DOTREC" --help | sed -n 's/^  \([a-z][a-z]*\)  *[a-z].*/\1/p')
expect_equal "commands" "$commands
help
version" "$(offers '')"
expect_equal "help" "$commands" "$(offers help '' | grep -vx -e help -e version)"
for command in $commands; do
	expect_equal "options of $command" \
		"$("$DOTREC" "$command" --help | sed -n 's/^  [- ].[, ] \(--[a-z-]*\).*/\1/p')" \
		"$(offers "$command" --)"
done
expect_equal "queries" \
	"$("$DOTREC" list queries | tail -n +3 | cut -d ' ' -f1)" "$(offers query '')"
expect_equal "reports" \
	"$("$DOTREC" report --list | tail -n +3 | cut -d ' ' -f1)" "$(offers report '')"
expect_equal "formats" "csv jsonl" "$(offers export --format '' | xargs)"
expect_equal "formats with =" "--format=csv" "$(offers export --format=c)"
expect_equal "what" "samples summaries" "$(offers export -w s | xargs)"
expect_equal "lists" "strategies kernels runs series queries reports" \
	"$(offers list '' | xargs)"
expect_equal "files" ":files" "$(offers merge '')"
expect_equal "directories" ":directories" "$(offers report -o '')"
expect_equal "nothing" '' "$(offers status '')"

# what the database has; without one, nothing is said about that
expect_equal "runs without a database" 'last last~1' "$(offers -d none.db compare '' | xargs)"
[ ! -e none.db ] || fail "a database was made"
printf 'strategy,n,repeats\nserial null,100,2\n' >plan.csv
"$DOTREC" run -q -d x.db --label 'first one' plan.csv >out 2>err || fail "the run"
expect_equal "series" serial/native/f64/100/1x1 "$(offers -d x.db accept s)"
offers compare -d x.db 'first' >out
expect_equal "runs" 'first one' "$(cat out)"
for code in 7 10 27 155; do
	ask x.db "UPDATE run SET label = 'bell' || char($code)"
	expect_equal "the control character $code" '' "$(offers compare -d x.db bell)"
done
ask x.db "UPDATE run SET label = '--evil', started_utc = '2026-01-01T00:00:00Z' || char(10)
	|| '--evil' || char(9) || char(27) || ']0;x' || char(7)"
"$DOTREC" complete -- compare -d x.db '' >out
expect_equal "no word of the database is an option" 0 "$(grep -c '^--evil' out || :)"
expect_equal "bytes that act on a terminal" 0 "$(tr -d '[:print:]\t\n' <out | wc -c)"
expect_equal "a database named like a command" 'last last~1' "$(offers -d run compare last | xargs)"
expect_equal "after help" '' "$(offers help run '')"

# bash, whose words end at = and :
cat >complete.bash <<'BASH'
source "$1/contrib/completion/dotrec"
compopt() { :; }
offers() { # LINE WORD...: the line up to the cursor, and its words as bash makes them
	COMP_LINE=$1 COMP_POINT=${#1}
	shift
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	_dotrec
	printf '%s ' "${COMPREPLY[@]}"
	echo
}
offers 'dotrec comp' dotrec comp
offers 'dotrec export --format=' dotrec export --format =
offers 'dotrec export --format=c' dotrec export --format = c
offers 'dotrec -d x.db accept serial/' dotrec -d x.db accept serial/
offers 'dotrec merge x.' dotrec merge x.
offers 'dotrec prune ' dotrec prune ''
offers 'dotrec accept -d x.db "serial/' dotrec accept -d x.db '"serial/'
offers 'dotrec query --format' dotrec query --format = jsonl
BASH
PATH=$top_builddir:$PATH
expect_equal "bash" 'compare complete 
csv jsonl 
csv 
serial/native/f64/100/1x1 
x.db 
 
serial/native/f64/100/1x1 
--format ' "$(bash complete.bash "$top_srcdir" 2>&1)"

if command -v fish >/dev/null; then
	expect_equal "fish" "compare
--format=csv --format=jsonl
serial/native/f64/100/1x1
x.db" "$(HOME=$work fish --no-config -c "set fish_complete_path '$top_srcdir/contrib/completion'
		function offers; string replace -r -- '\t.*' '' (complete -C \$argv[1]) | string join ' '; end
		offers 'dotrec compa'
		offers 'dotrec export --format='
		offers 'dotrec -d x.db accept serial/'
		offers 'dotrec merge x'" 2>&1)"
else
	echo "skipped: fish is not installed"
fi

if command -v zsh >/dev/null; then
	cat >complete.zsh <<'ZSH'
_describe() { print -- ${(P)2%%:*}; }
_files() { print -- files $1; }
offers() {
	local -a words=(dotrec "$@")
	local CURRENT=$#words
	source $dir/contrib/completion/_dotrec
}
dir=$1
offers compa
offers export --format=
offers -d x.db accept serial/
offers merge x
ZSH
	expect_equal "zsh" "compare
--format=csv --format=jsonl
serial/native/f64/100/1x1
files" "$(zsh -f complete.zsh "$top_srcdir" 2>&1 | sed '/^$/d')"
else
	echo "skipped: zsh is not installed"
fi

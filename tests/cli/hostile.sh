# shellcheck shell=sh
# Shared by tests of hostile text in a database: $hostile has commands of the shell and
# of gnuplot, markup, printf formats, escape sequences and right-to-left controls.

# each command in it would create a file planted-*
hostile="\`touch planted-1\` \$(touch planted-2) ';!touch planted-3
!touch planted-4
'< touch planted-5' | \"|touch planted-6\" @planted \\write18{touch planted-7}
e
system('touch planted-8') <script>document.title='planted'</script><img src=x onerror=\"document.title='planted'\"> </svg> </title> --> %s%n%d {/Symbol a}_{b}^c ~ &amp; # \$x\$ \\n $(printf '\033[31m \342\200\256 \302\233')=1+1"

# hexadecimal TEXT: prints TEXT as an SQL expression
hexadecimal() {
	printf "cast(x'%s' as text)" \
		"$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n')"
}

# plant DB: writes $hostile, or a short form in names of curves, into every text column
# that is neither a key nor one of a fixed set of words
plant() {
	sqlite3 -batch -init /dev/null "$1" <<-SQL
		.parameter init
		.parameter set :h "$(hexadecimal "$hostile")"
		UPDATE run SET label = :h, plan_name = :h, plan_text = :h,
			plan_hash = :h, reason = :h, finished_utc = :h,
			noisy = :h, forced = :h, owner = :h,
			external = :h,
			host_before = json_object(:h, :h, 'hostname', :h),
			host_after = json_object(:h, 'x' || :h, 'b', :h);
		UPDATE machine SET cpu_model = :h, architecture = :h, key = :h;
		UPDATE build SET version = :h, source = :h, compiler = :h,
			flags = :h, blas = :h, sqlite = :h, libc = :h;
		.parameter set :s "$(hexadecimal "\`touch planted-11\`';!touch planted-12")"
		.parameter set :k "$(hexadecimal "<i>\$(touch planted-13)\"|touch planted-14\"")"
		.parameter set :p "$(hexadecimal "{/Symbol a}_b^c\\n@p%s&lt;")"
		UPDATE series SET strategy = strategy || :s
			WHERE strategy <> 'serial' AND strategy <> 'null';
		UPDATE series SET kernel = kernel || :k, placement = :p;
		INSERT INTO trend (run_id, name, subject, value, word)
			SELECT id, 'law a', :s || :k || :p, 5, :h FROM run;
		UPDATE verdict SET verdict = verdict || :s, reason = :h;
		UPDATE mark SET reason = :h;
		UPDATE cell SET reason = :h, samples_hash = :h;
		UPDATE sample SET reason = :h;
	SQL
}

#!/bin/sh
# 'make install' installs these files under DESTDIR and the prefix, with paths of the
# prefix in them; 'make uninstall' leaves neither a file nor a directory of dotrec's own.
. "${0%/*}/lib.sh"
need make

# setting NAME: prints a directory of the configured build
setting() {
	value=$(cd "$top_builddir" && echo "@$1@" | ./config.status --file=- 2>/dev/null)
	# shellcheck disable=SC2016 # the text of a variable
	while case $value in *'${'*) ;; *) false ;; esac; do
		name=${value#*\$\{} name=${name%%\}*}
		value=${value%%\$\{*}$(setting "$name")${value#*\}}
	done
	echo "$value"
}
make_it() { # TARGET
	MAKEFLAGS='' make -C "$top_builddir" "$1" DESTDIR="$work/root" >out 2>err ||
		fail "make $1"
}
prefix=$(setting prefix)
bin=$(setting bindir) libexec=$(setting libexecdir) lib=$(setting libdir)
units=$(setting systemdsystemunitdir) docs=$(setting docdir) man=$(setting mandir)
make_it install

{
	printf '%s\n' "$bin/dotrec" "$lib/dotrec/dotrec_stats.so" "$libexec/dotrec/alert" \
		"$units/dotrec-nightly.service" "$units/dotrec-nightly.timer" \
		"$units/dotrec-alert.service" \
		"$prefix/lib/sysusers.d/dotrec.conf" "$prefix/lib/tmpfiles.d/dotrec.conf"
	[ ! -x "$top_builddir/dotrec-mpi-rank" ] || echo "$libexec/dotrec/dotrec-mpi-rank"
	(cd "$top_srcdir/peers" && find . -type f ! -name '*.pyc') |
		sed "s#^\.#$libexec/dotrec/peers#"
} | sort >wanted
(cd root && find . ! -type d) | sed 's/^\.//' | grep -v "^$docs/" | sort >installed
# pages of the manual, and completions, are held against the commands by other tests
grep -vE "^$man/|/(bash-completion|zsh|fish)/" installed >programs || :
diff wanted programs >out || fail "other files than these are installed"
expect_text installed "$man/man1/dotrec.1"
for file in README.md CHANGELOG.md LICENSE examples/dotrec examples/dotrec.json; do
	[ -s "root$docs/$file" ] || fail "no $docs/$file"
done

# what is run is executable and is where the others say; no path leads to DESTDIR or to
# a word that was not replaced
for file in "$bin/dotrec" "$libexec/dotrec/alert" "$libexec/dotrec/peers/numpy"; do
	[ -x "root$file" ] || fail "$file is not executable"
done
expect_text "root$units/dotrec-nightly.service" "ExecStart=$bin/dotrec nightly"
expect_text "root$units/dotrec-alert.service" "ExecStart=$libexec/dotrec/alert"
expect_text "root$docs/examples/dotrec" " $bin/dotrec nightly"
! grep -rlF -e "$work" -e @bindir@ -e @libexecdir@ root || fail "they name the wrong place"
expect_exit 0 "root$bin/dotrec" --version

make_it uninstall
expect_equal "files after 'make uninstall'" '' "$(find root ! -type d)"
expect_equal "directories of dotrec's own" '' "$(find "root$prefix" -name dotrec)"

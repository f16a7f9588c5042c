#!/bin/sh
# The font cache that gnuplot keeps in $HOME does not get into the report.
. "${0%/*}/lib.sh"
need gnuplot

record
mkdir bin home
cat >bin/gnuplot <<SH
#!/bin/sh
mkdir -p "\${XDG_CACHE_HOME:-\$HOME/.cache}/fontconfig" &&
	: >"\${XDG_CACHE_HOME:-\$HOME/.cache}/fontconfig/CACHEDIR.TAG"
PATH='$PATH' exec gnuplot "\$@"
SH
chmod +x bin/gnuplot
for again in 1 2; do
	expect_exit 0 env HOME="$work/home" PATH="$work/bin:$PATH" \
		"$DOTREC" report -d x.db -o rep
	for name in rep/* rep/.[!.]*; do
		[ ! -d "$name" ] || fail "a directory in the report: $name ($again)"
	done
done

#!/bin/sh
# Where python3 has no numpy or joblib, a Python peer uses the system's python3, and where
# that has none either, its cells are skipped with the name of the package.
. "${0%/*}/lib.sh"
long_test
need sqlite3
need_python_peers
DOTREC_PEERS=$top_srcdir/peers
export DOTREC_PEERS

# answer PEER: prints its answer to hello, and its exit code
answer() {
	printf 'hello,1\nquit\n' | PATH=$PWD/bin:$PATH "$DOTREC_PEERS/$1" &&
		echo "exit code $?"
}

# a virtual environment without packages
mkdir bin
ln -s /usr/bin/python3 bin/python3
printf 'home = /usr/bin\ninclude-system-site-packages = false\n' >pyvenv.cfg
if bin/python3 -c 'import numpy' 2>/dev/null; then
	fail "the virtual environment has numpy"
fi
answer joblib >out
expect_text out 'hello,1,joblib,' ',numpy=' 'exit code 0'

# a system without packages
rm bin/python3 pyvenv.cfg
printf '#!/bin/sh\nexec /usr/bin/python3 -S "$@"\n' >bin/python3
chmod +x bin/python3
for peer in $(python_peers); do
	expect_equal "the answer of $peer" \
		"missing,python3-numpy not found exit code 0" \
		"$(answer "$peer" | paste -s -d ' ' -)"
done

# a system without joblib
printf '#!/bin/sh\nPYTHONPATH=%s exec /usr/bin/python3 "$@"\n' "$PWD" >bin/python3
echo 'raise ImportError("not here")' >joblib.py
cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native,1000,1,3
peer:numpy,numpy,1000,1,3
peer:joblib,numpy,1000,2,3
PLAN
PATH=$PWD/bin:$PATH expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
expect_equal "the strategies and their repeats" \
	'peer:joblib|0|3 peer:numpy|3|0 serial|3|0' "$(ask x.db "
	SELECT strategy, ok, skipped FROM v_account JOIN v_cell USING (cell_id)
	ORDER BY strategy" | paste -s -d ' ' -)"
expect_equal "the reason" 'python3-joblib not found' "$(ask x.db "
	SELECT DISTINCT reason FROM v_sample WHERE status = 'skipped'")"

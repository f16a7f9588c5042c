#!/bin/sh
# A BLAS that runs kernels for an older CPU is trouble for the doctor, a remark on every
# run that measures it, and a sentence of page one.
. "${0%/*}/lib.sh"

grep -q '^flags.* avx2 ' /proc/cpuinfo || skip "this CPU has no AVX2"
export OPENBLAS_CORETYPE=Prescott
expect_exit 0 "$DOTREC" doctor -v
grep -q 'BLAS: .* core Prescott ' out || skip "the BLAS is no OpenBLAS that can choose"
grep -q '^trouble  BLAS: .*its core Prescott uses SSE, and this CPU has AVX' out ||
	fail "the doctor says nothing"
expect_text out 'export OPENBLAS_CORETYPE='

printf 'strategy,kernel,n,repeats\nserial,native,1000,2\n' >native.csv
printf 'strategy,kernel,n,repeats\nserial,blas,1000,2\n' >blas.csv
expect_exit 0 "$DOTREC" run -d x.db native.csv
! grep -q 'its core' out err || fail "a run without blas has the remark"
expect_exit 0 "$DOTREC" run -d x.db blas.csv
expect_text err 'the BLAS may be slower than it could be: its core Prescott uses SSE'
expect_text out 'The BLAS may be slower than it could be: its core Prescott'

# a core that needs what this CPU has
if grep -q '^flags.* avx512f ' /proc/cpuinfo; then OPENBLAS_CORETYPE=SkylakeX; else OPENBLAS_CORETYPE=Haswell; fi
expect_exit 0 "$DOTREC" doctor
! grep -q 'BLAS:.* uses ' out || fail "$OPENBLAS_CORETYPE is behind this CPU"
expect_exit 0 "$DOTREC" run -d x.db blas.csv
! grep -q 'its core' out err || fail "the remark on $OPENBLAS_CORETYPE"

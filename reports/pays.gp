# Break-even over nights: the n from which each parallel curve is faster than
# serial. By hand: gnuplot -d pays.gp
figure = 'pays'
load 'common.gp'

set title 'From which n splitting pays, night by night'
set ylabel 'n (elements of each vector)'
set logscale y
set format y '10^{%T}'
set format x "%Y\n%m-%d" timedate
set xlabel 'night'
greatest = 10
if (curves) {
    stats data using 4 nooutput
    greatest = STATS_max
    stats data using 1 nooutput
    set xrange [STATS_min - 86400 : STATS_max + 86400]
}
set yrange [*:greatest * 4]
set ytics add ('never' greatest * 2)
# the least n that was faster; 'never' where none was
never(faster) = faster eq 'NaN' ? greatest * 2 : real(faster)
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            plot for [i=from(p):to(p)] data index i \
                using 1:(never(strcol(2))):(end_or(strcol(3), never(strcol(2)))):(never(strcol(2))) \
                with yerrorbars lt type(i) title columnheader(1)
        } else { eval nothing }
    }
    eval close(out)
}

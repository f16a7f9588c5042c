# Time of one dot product against n, medians with their intervals.
# By hand: gnuplot -d time.gp
figure = 'time'
load 'common.gp'

set title 'Time of one dot product against n'
set ylabel 'time of one dot product'
set logscale xy
set format x '10^{%T}'
set format y time_format
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            plot for [i=from(p):to(p)] data index i using 1:2:(end_or(strcol(3), $2)):(end_or(strcol(4), $2)) \
                     with yerrorlines lt type(i) title columnheader(1), \
                 for [i=from(p):hover(p, out)] data index i \
                     using 1:2:(sprintf('n = %d: %.3g s', $1, $2)) \
                     with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
        } else { eval nothing }
    }
    eval close(out)
}

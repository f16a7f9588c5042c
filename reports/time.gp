# Time of one dot product against n, medians with their intervals.
# By hand: gnuplot -d time.gp
figure = 'time'
load 'common.gp'

set title 'Time of one dot product against n'
set ylabel 'time of one dot product'
set logscale xy
set format x '10^{%T}'
set format y time_format
seen = '2 3 4'; low = 1e300; high = 0; log_y = 1; line = 0.035
load 'names.gp'
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            eval begin_names(p)
            plot for [i=from(p):to(p)] data index i every ::1 using 1:2:(end_or(strcol(3), $2)):(end_or(strcol(4), $2)) \
                     with yerrorlines lt type(i) notitle, \
                 for [i=from(p):hover(p, out)] data index i \
                     using 1:2:(sprintf('n = %d: %.3g s', $1, $2)) \
                     with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
            eval end_names(p)
        } else { eval nothing }
    }
    eval close(out)
}

# Efficiency of each parallel curve: its speed-up divided by its workers.
# By hand: gnuplot -d efficiency.gp
figure = 'efficiency'
load 'common.gp'

set title 'Efficiency: speed-up divided by workers'
set ylabel 'efficiency (speed-up / workers)'
set logscale x
set format x '10^{%T}'
seen = '2 3 4'; low = 0; high = 1; log_y = 0; line = 0.035
load 'names.gp'
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            eval begin_names(p)
            plot 1 with lines lc rgb '#606060' lw 1.2 dt 1 title '1: as useful as serial', \
                 for [i=from(p):to(p)] data index i every ::1 using 1:2:(end_or(strcol(3), $2)):(end_or(strcol(4), $2)) \
                     with yerrorlines lt type(i) notitle, \
                 for [i=from(p):hover(p, out)] data index i \
                     using 1:2:(sprintf('n = %d: %.3g (%.3g to %.3g)', $1, $2, $3, $4)) \
                     with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
            eval end_names(p)
        } else { eval nothing }
    }
    eval close(out)
}

# Speed-up of each parallel curve, by how far apart the CPUs were around its
# sessions. By hand: gnuplot -d distance.gp
figure = 'distance'
load 'common.gp'

set title 'Speed-up by how far apart the CPUs were'
set ylabel 'speed-up (serial time / parallel time)'
set logscale xy
set format x '10^{%T}'
set format y '%g'
# the same range of n in all panels, also if a panel has only one n
if (curves) {
    stats data index 1:curves using 1 nooutput
    set xrange [STATS_min / 1.1 : STATS_max * 1.1]
}
seen = '4 5 6'; low = 1; high = 1; log_y = 1; line = 0.035
load 'names.gp'
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            eval begin_names(p)
            plot 1 with lines lc rgb '#606060' lw 1.2 dt 1 title '1: as fast as serial', \
                 for [i=from(p):to(p)] data index i every ::1 \
                     using 1:4:(end_or(strcol(5), $4)):(end_or(strcol(6), $4)) \
                     with yerrorlines lt type(i) notitle, \
                 for [i=from(p):hover(p, out)] data index i \
                     using 1:4:(sprintf('n = %d: %.3g (%.3g to %.3g), %d sessions', $1, $4, $5, $6, $3)) \
                     with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
            eval end_names(p)
        } else { eval nothing }
    }
    eval close(out)
}

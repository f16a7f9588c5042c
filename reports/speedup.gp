# Speed-up of each parallel curve against the serial product of the same n,
# kernel and type, and where it begins to pay. By hand: gnuplot -d speedup.gp
figure = 'speedup'
load 'common.gp'

set title 'Speed-up against serial: above the line, splitting pays'
set ylabel 'speed-up (serial time / parallel time)'
set logscale xy
set format x '10^{%T}'
set format y '10^{%T}'
seen = '2 3 4'; low = 1; high = 1; log_y = 1; line = 0.035
load 'names.gp'
# the bar on the line 1 (where the curve begins to pay) is drawn once, from the
# columns of the curve's first row
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            eval begin_names(p)
            plot for [i=from(p):to(p)] data index i every ::1 \
                     using 1:(end_or(strcol(3), $2)):(end_or(strcol(4), $2)) \
                     with filledcurves fs solid 0.18 noborder lc rgb colour[type(i)] notitle, \
                 1 with lines lc rgb '#606060' lw 1.2 dt 1 title '1: as fast as serial', \
                 for [i=from(p):to(p)] data index i every ::1 using 1:2 \
                     with linespoints lt type(i) notitle, \
                 for [i=from(p):to(p)] data index i every ::1::1 \
                     using 13:(1):($14 - $13):(0) \
                     with vectors nohead lc rgb colour[type(i)] dt 1 lw 6 notitle, \
                 for [i=from(p):hover(p, out)] data index i \
                     using 1:2:(sprintf('n = %d: %.3g (%.3g to %.3g), serial %.4g ns', $1, $2, $3, $4, $8)) \
                     with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
            eval end_names(p)
        } else { eval nothing }
    }
    eval close(out)
}

# Time per element against n, with the roofs set by the memory bandwidth.
# By hand: gnuplot -d element.gp
figure = 'element'
load 'common.gp'

set title 'Time per element: what the memory allows, and what is reached' offset 0,0.4
set ylabel 'time per element (ns)'
set logscale xy
set format x '10^{%T}'
set format y '%g'
# values that are the same in all rows: the roofs, and the sizes of the caches
one_roof = 0; all_roof = 0; l1 = 0; l2 = 0; l3 = 0; greatest = 0
if (curves) {
    stats data index 1 every ::1 using (one_roof = keep(strcol(7), one_roof), \
        all_roof = keep(strcol(8), all_roof), l1 = keep(strcol(9), l1), \
        l2 = keep(strcol(10), l2), l3 = keep(strcol(11), l3), 1) nooutput
    stats data using 1 nooutput
    greatest = STATS_max
}
seen = '2 3 4 7 8'; low = 1e300; high = 0; log_y = 1; line = 0.035
load 'names.gp'
upright(n, name) = n > 0 && n < greatest ? sprintf("set arrow from first %d, graph 0 to first %d, graph 1 nohead lc rgb '#909090' dt 3; set label '%s' at first %d, graph 1.02 center font ',8' textcolor rgb '#606060'", n, n, name, n) : ''
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            eval upright(l1, 'L1'); eval upright(l2, 'L2'); eval upright(l3, 'L3')
            eval begin_names(p)
            plot for [i=1:one_roof > 0] data index from(p) using 1:7 with lines lc rgb '#a0a0a0' lw 3 dt 2 title 'roof, one CPU', \
                 for [i=1:all_roof > 0] data index from(p) using 1:8 with lines lc rgb '#a0a0a0' lw 3 dt 1 title 'roof, all CPUs', \
                 for [i=from(p):to(p)] data index i every ::1 using 1:2:(end_or(strcol(3), $2)):(end_or(strcol(4), $2)) \
                     with yerrorlines lt type(i) notitle, \
                 for [i=from(p):hover(p, out)] data index i \
                     using 1:2:(sprintf('n = %d: %.3g ns', $1, $2)) \
                     with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
            unset arrow
            unset label
            eval end_names(p)
        } else { eval nothing }
    }
    eval close(out)
}

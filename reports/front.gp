# The pictures of the first page: time and speed-up against n, where the caches end, and
# where splitting begins to pay. Data columns: n, median, low, high, speed-up, low, high.
# By hand: gnuplot -d front.gp
figure = 'front'
load 'common.gp'

panels = 2
across = 2
width = 15.0
height = 11.0
# on a page, between the lines `above` and `below` of text.gp
line_y(line) = 0.95 - 0.0225 * line
part(p, out) = out ne 'page' ? panel(p, out) : sprintf('set origin %.5f,%.5f; set size 0.47,%.5f', \
    0.03 + 0.47 * (p - 1), line_y(below), line_y(above) - line_y(below))

set logscale xy
set title offset 0,0.4
set format x '10^{%T}'
unset key
set bmargin 3.5
# values that are the same in all rows: the sizes of the caches
l1 = 0; l2 = 0; l3 = 0
if (curves) {
    stats data index 1 every ::1 using (l1 = keep(strcol(10), l1), l2 = keep(strcol(11), l2), \
                                        l3 = keep(strcol(12), l3), 1) nooutput
    stats data using 1 nooutput
}
least = curves ? STATS_min : 1
greatest = curves ? STATS_max : 1
set xrange [least / 1.3 : greatest * 1.3]
# less than a decade has few tics on a logarithmic axis
if (greatest / least < 10) { unset logscale x; set format x '%g' }
# the curves that have speed-ups: gnuplot 5.4 crashes on texts under the mouse that have
# no point
array at[8]
at[1] = 1
parallel = 0
do for [i=1:curves] {
    count = 0
    stats data index i every ::1 using (count = count + (strcol(5) ne 'NaN'), 1) nooutput
    if (count) { parallel = parallel + 1; at[parallel] = i }
}
# an upright line where both vectors of n elements fill a cache, with its name above the panel
upright(tag, n, name) = n > least && n < greatest ? sprintf( \
    "set arrow %d from first %d, graph 0 to first %d, graph 1 nohead lc rgb '#909090' dt 3; " \
    ."set label %d '%s' at first %d, graph 1.03 right offset -0.4,0 font ',8' textcolor rgb '#606060'; ", \
    tag, n, n, tag, name, n) : ''
memory = l3 > least && l3 < greatest ? sprintf( \
    "set label 14 'memory' at first %d, graph 1.03 left offset 0.4,0 font ',8' textcolor rgb '#606060'; ", l3) : ''
uprights = upright(11, l1, 'L1').upright(12, l2, 'L2').upright(13, l3, 'L3').memory

do for [out in outputs] {
    eval open(out)
    if (curves) {
        eval part(1, out)
        eval uprights
        log_y = 1; line = out eq 'page' ? 0.4 / (21 * (line_y(above) - line_y(below)) - 3) : 0.05
        seen = '2 3 4'; low = 1e300; high = 0
        load 'names.gp'
        eval begin_names(1)
        set title 'Time of one dot product'
        set ylabel 'median time'
        set format y time_format
        plot for [i=1:curves] data index i every ::1 using 1:2:(end_or(strcol(3), $2)):(end_or(strcol(4), $2)) \
                 with yerrorlines lt type(i) notitle, \
             for [i=1:curves * (out eq 'svg')] data index i \
                 using 1:2:(sprintf('n = %d: %.3g s', $1, $2)) \
                 with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
        eval end_names(1)
        eval part(2, out)
        seen = '5'; low = 1; high = 1
        load 'names.gp'
        eval begin_names(1)
        set title 'Speed-up: above 1, splitting pays'
        set ylabel 'serial time / parallel time'
        set format y '%g'
        # bars on the line 1: between the last n that does not pay and the first that does
        plot 1 with lines lc rgb '#606060' lw 1.2 dt 1 notitle, \
             for [i=1:parallel] data index at[i] using 1:5:(end_or(strcol(6), $5)):(end_or(strcol(7), $5)) \
                 with yerrorlines lt type(at[i]) notitle, \
             for [i=1:parallel] data index at[i] every ::1::1 \
                 using 8:(1):($9 - $8):(0) \
                 with vectors nohead lc rgb colour[type(at[i])] dt 1 lw 6 notitle, \
             for [i=1:parallel * (out eq 'svg')] data index at[i] \
                 using 1:5:(sprintf('n = %d: %.3g (%.3g to %.3g)', $1, $5, $6, $7)) \
                 with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
        unset arrow
        unset label
        eval end_names(1)
    } else {
        eval part(1, out)
        eval nothing
    }
    if (out ne 'page') { eval close(out) }
}

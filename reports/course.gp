# The course's picture: time of one dot product against the size of the
# vectors, serial and parallel. By hand: gnuplot -d course.gp
figure = 'course'
load 'common.gp'

set title "Parallel / serial dot".words noenhanced
set ylabel 'time of one dot product'
set logscale xy
set format x '10^{%T}'
set format y time_format
seen = '2'; low = 1e300; high = 0; log_y = 1; line = 0.035
load 'names.gp'
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            eval begin_names(p)
            plot for [i=from(p):to(p)] data index i every ::1 using 1:2 \
                     with linespoints lt type(i) notitle, \
                 for [i=from(p):hover(p, out)] data index i \
                     using 1:2:(sprintf('n = %d: mean %.3g s, median %.3g s', $1, $2, $3)) \
                     with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
            eval end_names(p)
        } else { eval nothing }
    }
    eval close(out)
}

# Error of the worst result of a cell against the reference, in units in the
# last place, and its proven bound. By hand: gnuplot -d ulp.gp
figure = 'ulp'
load 'common.gp'

set title 'Accuracy: units in the last place off the reference'
set ylabel 'off by (units in the last place)'
set logscale xy
set format x '10^{%T}'
set format y '10^{%T}'
set yrange [0.4:*]
set ytics add ('0' 0.5)
shown(ulp) = ulp < 0.5 ? 0.5 : ulp
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            plot for [i=from(p):to(p)] data index i using 1:(shown($2)) \
                     with linespoints lt type(i) title columnheader(1), \
                 data index from(p) using 1:3 with lines lc rgb '#606060' lw 1.2 dt 1 \
                     title 'proven bound', \
                 for [i=from(p):hover(p, out)] data index i \
                     using 1:(shown($2)):(sprintf('n = %d: %.3g, may be %.3g', $1, $2, $3)) \
                     with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
        } else { eval nothing }
    }
    eval close(out)
}

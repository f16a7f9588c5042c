# How the repeats spread about the median of their cell: each curve is an
# empirical distribution function. By hand: gnuplot -d repeats.gp
figure = 'repeats'
load 'common.gp'

set title 'Distribution of the repeats: how often, and how far off the median'
set xlabel 'time of a repeat / median of its cell'
set ylabel 'share of the repeats (%)'
set logscale x
set yrange [0:100]
set xtics (0.1, 0.2, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20, 50, 100, 1000, 10000)
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            set arrow 1 from first 1, graph 0 to first 1, graph 1 nohead lc rgb '#909090' dt 3
            plot for [i=from(p):to(p)] data index i using 2:1 \
                     with steps lt type(i) title columnheader(1)
            unset arrow 1
        } else { eval nothing }
    }
    eval close(out)
}

# Break-even and the coefficients of the law of cost, night by night, one
# panel for each. By hand: gnuplot -d trend.gp
figure = 'trend'
load 'common.gp'

panels = curves > 0 ? curves : 1
array known[panels] # nights that have a value
do for [p=1:curves] {
    count = 0
    stats data index p every ::1 \
        using (count = count + (strcol(2) ne 'NaN'), 1) nooutput
    known[p] = count
}
across = panels < 2 ? 1 : 2
down = panels > across ? 3 : 1
width = across == 1 ? 24.0 : 16.0
height = 7.0
unset key
if (curves) {
    stats data using 1 nooutput
    set xrange [STATS_min - 86400 : STATS_max + 86400]
}
set format x "%Y\n%m-%d" timedate
set xtics font ',8'
set xlabel ''
set ylabel 'value'
set format y '%.4g'
set errorbars 0
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) { set title curve_name[p] }
        if (curves && known[p] > 0) {
            plot data index p every ::1 using 1:2:(end_or(strcol(3), $2)):(end_or(strcol(4), $2)) \
                     with yerrorbars lt 1 lc rgb '#c0c0c0' ps 0, \
                 '' index p every ::1 using 1:2 with linespoints lt 2 dt 1 lw 0.8 pt 7 ps 0.4
        } else {
            set label 9 'no value' at graph 0.5,0.5 center
            plot [0:1] [0:1] NaN
            unset label 9
        }
    }
    eval close(out)
}

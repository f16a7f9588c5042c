# The nights of each series, one panel per series: medians with intervals, lines
# only within a level, verdicts and accepted changes.
# By hand: gnuplot -d history.gp
figure = 'history'
load 'common.gp'

panels = curves > 0 ? curves : 1
array name[panels]
do for [p=1:curves] {
    stats data index p every ::::0 using (name[p] = strcol(1), 1) nooutput
}
across = panels < 2 ? 1 : 2
down = panels > across ? 3 : 1
width = across == 1 ? 24.0 : 16.0
height = 7.0
set key outside bottom center horizontal samplen 2 font ',9'
if (curves) {
    stats data using 1 nooutput
    set xrange [STATS_min - 86400 : STATS_max + 86400]
}
set format x "%Y\n%m-%d" timedate
set xtics font ',8'
set xlabel ''
set ylabel 'time (s)'
set errorbars 0
set format y '%.2s%c'
# the value on nights with this verdict (or mark), else nothing
said(verdict, word, value) = verdict eq word ? value : NaN
alters(verdict, value) = verdict eq 'drifting' || verdict eq 'noisier' ? value : NaN
do for [out in outputs] {
    eval open(out)
    do for [p=1:panels] {
        eval panel(p, out)
        if (curves) {
            set title name[p]
            plot data index p every ::1 using 1:2:(end_or(strcol(3), $2)):(end_or(strcol(4), $2)) \
                     with yerrorbars lt 1 lc rgb '#c0c0c0' ps 0 notitle, \
                 '' index p every ::1 using 1:2 with linespoints lt 2 dt 1 lw 0.8 pt 7 ps 0.3 title 'nights of one level', \
                 '' index p every ::1 using 1:(said(strcol(6), 'regressed', $2)) with points lt 3 pt 9 ps 1.4 title 'regressed', \
                 '' index p every ::1 using 1:(said(strcol(6), 'improved', $2)) with points lt 4 pt 11 ps 1.4 title 'improved', \
                 '' index p every ::1 using 1:(alters(strcol(6), $2)) with points lt 7 pt 6 ps 1.6 lw 2 title 'drifting or noisier', \
                 '' index p every ::1 using 1:(said(strcol(6), 'suspect', $2)) with points lt 6 pt 4 ps 1.2 title 'suspect', \
                 '' index p every ::1 using 1:(said(strcol(7), '1', $2)) with points lt 5 pt 2 ps 1.6 lw 2 title 'accepted', \
                 for [i=1:out eq 'svg'] '' index p every ::1 \
                     using 1:2:(strftime('%Y-%m-%d', $1).sprintf(': %.4g s ', $2).strcol(6)) \
                     with labels hypertext point pt 7 ps 0.8 lc rgb '#fe000000' notitle
        } else { eval nothing }
    }
    eval close(out)
}

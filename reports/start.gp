# Cold start, first call and steady call of each parallel curve against n, one
# panel per curve. By hand: gnuplot -d start.gp
figure = 'start'
load 'common.gp'

panels = curves > 0 ? curves : 1
across = panels < 3 ? panels : 3
down = panels > across ? 2 : 1
width = across == 1 ? 18.0 : 11.0
height = 9.0
set key outside bottom center horizontal samplen 2 font ',9'
set tmargin 2.5
set ylabel 'time'
set logscale xy
set format x '10^{%T}'
set format y time_format
# the same scale in all panels, so that they can be compared
# of times above 0: a peer may say that its workers took no time
least = 1e300
greatest = 0
see(s) = s > 0 ? (least = s < least ? s : least, greatest = s > greatest ? s : greatest) : 0
if (curves) {
    stats data using (see($2), see($3), see($4), 1) nooutput
}
if (greatest > 0) { set yrange [least / 2 : greatest * 2] }
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (greatest > 0) {
            set title curve_name[p]
            plot data index p every ::1 using 1:2 with linespoints lt 2 title 'cold start', \
                 '' index p every ::1 using 1:3 with linespoints lt 3 title 'first call', \
                 '' index p every ::1 using 1:4:(end_or(strcol(5), $4)):(end_or(strcol(6), $4)) with yerrorlines lt 1 title 'steady', \
                 for [i=1:out eq 'svg'] '' index p every ::1 \
                     using 1:4:(sprintf('n = %d: cold %.3g s, first %.3g s, steady %.3g s', $1, $2, $3, $4)) \
                     with labels hypertext point pt 7 ps 1.2 lc rgb '#fe000000' notitle
        } else { eval nothing }
    }
    eval close(out)
}

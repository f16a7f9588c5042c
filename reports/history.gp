# The nights of each series, one panel per series: medians with intervals, lines
# only within a level, verdicts and accepted changes.
# By hand: gnuplot -d history.gp
figure = 'history'
load 'common.gp'

panels = curves > 0 ? curves : 1
across = panels < 2 ? 1 : 2
down = panels > across ? 3 : 1
width = across == 1 ? 24.0 : 16.0
height = 7.0
legend = 1.1
set bmargin 3
if (curves) {
    stats data using 1 nooutput
    set xrange [STATS_min - 86400 : STATS_max + 86400]
}
set format x "%Y\n%m-%d" timedate
set tics font ',8'
set xlabel ''
set errorbars 0
set clip two
# a value outside the scale is drawn at its end
inside(value) = value > highest ? highest : value < lowest ? lowest : value
# whether a night has this mark, given its value, verdict and whether it was accepted
all_marks = 'regressed improved suspect drifting accepted outside'
has(mark, value, verdict, accepted) = mark eq 'accepted' ? accepted eq '1' \
    : mark eq 'outside' ? value > highest || value < lowest \
    : mark eq 'drifting' ? verdict eq mark || verdict eq 'noisier' : verdict eq mark
# the marks that occur in a panel: gnuplot 5.4 warns of some plots without a point
note(mark, value, verdict, accepted) = strstrt(marks, mark) == 0 && has(mark, value, verdict, accepted) \
    ? (marks = marks.mark.' ', 1) : 1
between(low, high) = low eq 'NaN' || high eq 'NaN' ? '' \
    : gprintf(' (%.4s %cs', real(low)).gprintf(' to %.4s %cs)', real(high))
mark_title(mark) = mark eq 'drifting' ? 'drifting or noisier' : mark eq 'outside' ? 'outside the scale' : mark
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            # the scale, which outliers do not stretch, is the same in all rows
            set yrange [*:*] # which would restrict stats
            stats data index p every ::1 using (lowest = $9, highest = $10) nooutput
            step = even_step((highest - lowest) / 4)
            set ytics step
            set format y near_format(highest, step)
            set title curve_name[p]
            # all panels have the same legend: that of the first, below all of them
            unset key
            if (!place(p, out)) {
                set key at screen 0.5,(foot + 0.1) / canvas_height(out) center bottom horizontal samplen 2 font ',9' maxrows 2
            }
            marks = ''
            do for [mark in all_marks] {
                stats data index p every ::1 using (note(mark, $2, strcol(6), strcol(7))) nooutput
            }
            set yrange [lowest : highest]
            plot data index p every ::1 using 1:13 \
                     with lines lt 5 dt 2 lw 1 title 'accepted level', \
                 '' index p every ::1 using 1:12 \
                     with lines lt 1 dt 1 lw 1.2 lc rgb '#606060' title 'level', \
                 '' index p every ::1 using 1:2:(inside(end_or(strcol(3), $2))):(inside(end_or(strcol(4), $2))) \
                     with yerrorbars lt 1 lc rgb '#c0c0c0' ps 0 notitle, \
                 '' index p every ::1 using 1:2 with linespoints lt 2 dt 1 lw 0.8 pt 7 ps 0.3 title 'nights', \
                 for [mark in marks] '' index p every ::1 \
                     using 1:(has(mark, $2, strcol(6), strcol(7)) ? inside($2) : NaN) \
                     with points pt told_point(mark) lc rgb told_colour(mark) ps 1.4 lw 1.4 notitle, \
                 for [mark in all_marks] keyentry with points pt told_point(mark) lc rgb told_colour(mark) ps 1.4 lw 1.4 \
                     title mark_title(mark), \
                 for [i=1:out eq 'svg'] '' index p every ::1 \
                     using 1:(inside($2)):(strftime('%Y-%m-%d', $1).gprintf(': %.4s %cs', $2).between(strcol(3), strcol(4)) \
                           .', run '.strcol(11).(strlen(strcol(6)) ? ', ' : '').strcol(6)) \
                     with labels hypertext point pt 7 ps 0.8 lc rgb '#fe000000' notitle
        } else { eval nothing }
    }
    eval close(out)
}

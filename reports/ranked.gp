# Series below each other by rank, each a ratio with its interval. Loaded by
# scripts that have set `figure`, a title, the label of x, and `none`, the text
# shown where nothing can be compared.
# There is one panel of up to `most` series. Each verdict is a curve.
most = 40
panels = 1
shown = 1
series = 0
compared = 0 # series that have a value
if (curves) {
    do for [i=1:curves] {
        stats data index i every ::1 \
            using (compared = compared + (strcol(3) ne 'NaN'), 1) nooutput
    }
    stats data using 1 nooutput
    series = STATS_max > most ? most : STATS_max
    shown = series
}
height = 4.0 + 0.42 * shown
array name[shown]
if (curves) {
    stats data using ($1 <= most ? (name[int($1)] = strcol(2), 1) : 1) nooutput
}
set logscale x
set format x '%g'
# a change in per cent as a ratio
ratio(percent) = percent > -100 ? 1 + percent / 100.0 : NaN
# the range has all intervals, and 10 % on each side of 1
least = 0.9; greatest = 1.1
reach(value) = (least = value < least ? value : least, greatest = value > greatest ? value : greatest, 1)
do for [i=1:curves] {
    stats data index i every ::1 using ($1 > most || strcol(3) eq 'NaN' ? 1 : ( \
        reach(ratio(real(end_or(strcol(4), $3)))), reach(ratio(real(end_or(strcol(5), $3)))))) nooutput
}
set xrange [least * 0.98 : greatest * 1.02]
if (greatest / least < 3) { unset logscale x; set xtics even_step((greatest - least) / 6) }
set yrange [shown + 0.5 : 0.5]
set ytics scale 0 font ',8' noenhanced ()
# a % in the label of a tic begins a format, even in a list of labels
tic(s) = strstrt(s, '%') ? s[1:strstrt(s, '%') - 1].'%%'.tic(s[strstrt(s, '%') + 1:*]) : s
do for [r=1:series] { set ytics add (tic(name[r]) r) }
set grid noytics
set bmargin 5.5
set bars 0.3
do for [out in outputs] {
    eval open(out)
    eval panel(1, out)
    if (compared) {
        set arrow 1 from first 1, graph 0 to first 1, graph 1 nohead lc rgb '#606060' lw 1.2
        plot for [i=1:curves] data index i \
            using (ratio($3)):($1 <= most ? $1 : NaN):(ratio(end_or(strcol(4), $3))):(ratio(end_or(strcol(5), $3))) \
            with xerrorbars pt told_point(curve_name[i]) lc rgb told_colour(curve_name[i]) ps 1 lw 1.4 title columnheader(1)
        unset arrow 1
    } else {
        unset ytics
        unset logscale
        set label 9 none at graph 0.5,0.5 center
        plot [0:1] [0:1] NaN notitle
        unset label 9
    }
    eval close(out)
}

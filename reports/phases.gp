# Where the time of a parallel product goes: the shares of its phases, stacked,
# one panel per curve. By hand: gnuplot -d phases.gp
figure = 'phases'
load 'common.gp'

panels = curves > 0 ? curves : 1
across = panels < 3 ? panels : 3
down = panels > across ? 2 : 1
width = across == 1 ? 18.0 : 11.0
height = 9.0
set key outside bottom center horizontal samplen 2 font ',9'
set tmargin 2.5
set bmargin 6.5
set ylabel 'share of the time (%)' offset 1,0
# (before the range of y, which would restrict stats)
# at most `most` names of n below a panel
most = 14
array sizes[panels]
do for [p=1:curves] {
    stats data index p every ::1 using 1 nooutput
    sizes[p] = STATS_records
}
set yrange [0:100]
set style data histograms
set style histogram rowstacked
set style fill solid 0.95 border lc rgb '#ffffff'
set boxwidth 0.86
set xtics rotate by -45 font ',8'
unset grid
multiple(n, of) = n >= of && n - of * floor(n / of) == 0
short(n) = n >= 1e6 ? sprintf('%.3gM', n / 1e6) : n >= 1e4 || multiple(n, 1e3) ? sprintf('%.3gk', n / 1e3) : sprintf('%g', n)
step(p) = (sizes[p] + most - 1) / most
name_of(n, row, p) = int(row) % int(step(p)) ? '' : short(n)
# compute is dark, the other phases are lighter: legible in grey
do for [out in outputs] {
    eval open(out)
    do for [p=1:shown_panels(out)] {
        eval panel(p, out)
        if (curves) {
            set title curve_name[p]
            plot data index p every ::1 using 4:xtic(name_of($1, $0, p)) lc rgb '#0b3c5d' fs solid title 'compute', \
                 '' index p every ::1 using 3 lc rgb '#56b4e9' fs pattern 1 title 'dispatch', \
                 '' index p every ::1 using 5 lc rgb '#e69f00' fs solid title 'collect', \
                 '' index p every ::1 using 2 lc rgb '#707070' fs pattern 5 title 'spawn'
        } else { eval nothing }
    }
    eval close(out)
}

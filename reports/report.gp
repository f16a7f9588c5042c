# All of it in one file: pages of text from report.dat, then the figures named
# in the line above. By hand: gnuplot -d report.gp
load 'common.gp'
combined = 1
set terminal @page
set output 'report.pdf'

stats 'report.dat' using (strlen(strcol(1)), 1) nooutput
pages = STATS_blocks
unset border
unset tics
unset key
set lmargin 2
set bmargin 1
set xrange [0:1]
set yrange [40:-1]
do for [i=0:pages-1] {
    plot 'report.dat' index i using (0):0:1 \
        with labels left noenhanced font 'DejaVu Sans Mono,10' notitle
}
do for [figure in figures] {
    load figure.'.gp'
}
set output

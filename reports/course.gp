# The course's picture: time of one dot product against the size of the
# vectors, serial and parallel. By hand: gnuplot -d course.gp
load 'common.gp'
if (!combined) { set terminal @page }
if (!combined) { set output 'course.pdf' }

stats 'course.dat' index 0 using (caption = strcol(1), 1) nooutput
stats 'course.dat' using (strlen(strcol(1)), 1) nooutput
curves = STATS_blocks - 1

set title 'Parallel / serial dot'
set label 1 caption at screen 0.015,0.025 noenhanced font ',8' textcolor rgb '#555555'
set label 2 'points: median; bars: its 95 % interval within this run' \
    at screen 0.985,0.025 right font ',8' textcolor rgb '#555555'
set xlabel 'n (elements of each vector)'
set ylabel 'time of one dot product (s)'
set logscale xy
set format x '10^{%T}'
set format y '10^{%T}'
if (curves > 0) {
    plot for [i=1:curves] 'course.dat' index i \
        using 1:3:4:5 with yerrorlines title columnheader(1)
} else {
    set label 3 'nothing was measured' at graph 0.5,0.5 center
    unset logscale
    plot [0:1] [0:1] NaN notitle
}

if (!combined) { set output }

# Speed-up of each parallel strategy against the serial product of the same
# n, type and kernel. By hand: gnuplot -d speedup.gp
load 'common.gp'
if (!combined) { set terminal @page }
if (!combined) { set output 'speedup.pdf' }

stats 'speedup.dat' index 0 using (caption = strcol(1), 1) nooutput
stats 'speedup.dat' using (strlen(strcol(1)), 1) nooutput
curves = STATS_blocks - 1

set title 'Speed-up against serial: above the line, splitting pays'
set label 1 caption at screen 0.015,0.025 noenhanced font ',8' textcolor rgb '#555555'
set label 2 'points: median over rounds of serial / parallel; bars: its 95 % interval' \
    at screen 0.985,0.025 right font ',8' textcolor rgb '#555555'
set xlabel 'n (elements of each vector)'
set ylabel 'speed-up (serial time / parallel time)'
set logscale xy
set format x '10^{%T}'
set format y '%g'
if (curves > 0) {
    plot for [i=1:curves] 'speedup.dat' index i \
             using 1:2:3:4 with yerrorlines title columnheader(1), \
         1 with lines lc rgb '#666666' lw 1.2 dt 1 title 'speed-up 1 (serial)'
} else {
    set label 3 'nothing was measured' at graph 0.5,0.5 center
    unset logscale
    plot [0:1] [0:1] NaN notitle
}

if (!combined) { set output }

# What all pictures share. Loaded by the scripts beside it.
reset
if (!exists("combined")) { combined = 0 }

# Seven curves that differ in colour (Okabe and Ito), dashes and points.
set linetype 1 lc rgb '#000000' dt 1 pt 7  ps 0.7 lw 1.6
set linetype 2 lc rgb '#0072b2' dt 2 pt 5  ps 0.7 lw 1.6
set linetype 3 lc rgb '#d55e00' dt 4 pt 9  ps 0.8 lw 1.6
set linetype 4 lc rgb '#009e73' dt 5 pt 11 ps 0.8 lw 1.6
set linetype 5 lc rgb '#cc79a7' dt 3 pt 13 ps 0.9 lw 1.6
set linetype 6 lc rgb '#e69f00' dt 1 pt 4  ps 0.8 lw 1.6
set linetype 7 lc rgb '#56b4e9' dt 2 pt 6  ps 0.8 lw 1.6
set linetype cycle 7

page = "pdfcairo enhanced size 26cm,16cm font 'DejaVu Sans,11' linewidth 1"
set border lw 0.8
set grid xtics ytics lc rgb '#d8d8d8' lw 0.6 dt 1
set tics nomirror
set key outside right top vertical Left reverse samplen 3 spacing 1.2 noenhanced
set errorbars 0.6
set lmargin 11
set bmargin 5

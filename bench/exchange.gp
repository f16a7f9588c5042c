# Draws how far each strategy is above what an exchange must cost, against n.
# gnuplot -c exchange.gp FILE [OUT.svg]: FILE is the output of bench/exchange
table = ARG1
picture = ARGC > 1 ? ARG2 : "exchange.svg"
set terminal svg size 900,420 font "DejaVu Sans,12" background "white"
set output picture
tables = int(system(sprintf("grep -c '^# CPUs [a-z]*; ' '%s'", table)))
set logscale xy
set format x "10^{%T}"
set xlabel "n"
set ylabel "time / (half a product + a round trip)" offset 1
set yrange [0.1:20]
set ytics (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
set grid
set key top right
set multiplot layout 1, tables
do for [i = 1 : tables] {
	block = 2 * (i - 1) # each table is followed by one of claims
	state = system(sprintf("grep -o 'CPUs [a-z]*; ' '%s' | sed -n %dp", table, i))
	set title state[1:strlen(state) - 2]
	plot table index block using 1:($3 / $2) with linespoints lw 2 title "shm", \
		table index block using 1:($4 / $2) with linespoints lw 2 title "ring", \
		table index block using 1:($5 / $2) with linespoints title "OpenMP", \
		table index block using 1:($6 / $2) with linespoints title "serial", \
		1 with lines dashtype 2 lc "black" notitle
}
unset multiplot

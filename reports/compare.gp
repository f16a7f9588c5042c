# Two runs compared, series by series; those that differ first.
# By hand: gnuplot -d compare.gp
figure = 'compare'
load 'common.gp'

set title 'Run b against run a: right of the line b is slower'
set xlabel 'median of b / median of a'
none = 'no series was measured in both'
load 'ranked.gp'

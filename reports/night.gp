# The night at a glance: each series against its accepted level, trouble first.
# By hand: gnuplot -d night.gp
figure = 'night'
load 'common.gp'

set title 'The night against the accepted level: right of the line is slower'
set xlabel 'level now / accepted level'
none = 'there are no nights before'
load 'ranked.gp'

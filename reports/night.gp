# The night at a glance: each series against the nights before, trouble first.
# By hand: gnuplot -d night.gp
figure = 'night'
load 'common.gp'

set title 'The night against the nights before: right of the line is slower'
set xlabel 'median of this night / median of the nights before'
none = 'there are no nights before'
load 'ranked.gp'

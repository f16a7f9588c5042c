# One page of report.pdf: block `text` of report.dat. Each row is a line of
# text, in column 1 if it is a heading, in column 2 if it is of words, else, that is of
# a table, in column 3.
reset
unset border
unset tics
unset key
set margins 0, 0, 0, 0
set origin 0.06,0.05
set size 0.9,0.9
set xrange [0:1]
set yrange [39.5:-0.5]
page_number = page_number + 1
set label 2 sprintf('page %d', page_number) at screen 0.985,0.02 right font ',8' textcolor rgb '#404040'
# plain columns: a string from an expression would end at a quote
plot 'report.dat' index text using (0):0:3 \
        with labels left noenhanced font 'DejaVu Sans Mono,10.5' notitle, \
     '' index text using (0):0:2 \
        with labels left noenhanced font 'DejaVu Sans,10.5' notitle, \
     '' index text using (0):0:1 \
        with labels left noenhanced font 'DejaVu Sans:Bold,13' notitle

# One page of report.pdf: block `text` of report.dat. Each row is a text on line
# (column 1), at a character of a table (column 2): of a heading (column 3), of words
# (4), in a column of texts (5) or of numbers (6); or a rule to a character (7).
reset
unset border
unset tics
unset key
set margins 0, 0, 0, 0
set origin 0.06,0.05
set size 0.9,0.9
set xrange [0:108] # characters
set yrange [39.5:-0.5]
page_number = page_number + 1
text_page = page_number
set label 2 sprintf('page %d', page_number) at screen 0.985,0.02 right font ',8' textcolor rgb '#404040'
if (page_number == 1) { set label 3 where at screen 0.06,0.02 left noenhanced font ',8' textcolor rgb '#404040' }
# on the page of contents: the page of each line below the heading
number(line) = text == contents && line >= 2 && line < 2 + entries ? sprintf('%d', entry_page[int(line) - 1]) : ''
# plain columns: a string from an expression would end at a quote
plot 'report.dat' index text using 2:($1 + 0.48):($7 - $2):(0) \
        with vectors nohead lc rgb '#a0a0a0' lw 0.7 notitle, \
     '' index text using 2:1:5 with labels left noenhanced font 'DejaVu Sans,9.5' notitle, \
     '' index text using 2:1:6 with labels right noenhanced font 'DejaVu Sans,9.5' notitle, \
     '' index text using 2:1:4 with labels left noenhanced font 'DejaVu Sans,10.5' notitle, \
     '' index text using 2:1:3 with labels left noenhanced font 'DejaVu Sans:Bold,13' notitle, \
     '' index text using (75):1:(number($1)) with labels right font 'DejaVu Sans,10.5' notitle

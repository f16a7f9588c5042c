# What all pictures share. A script sets `figure` to its own name and loads this
# file, which reads FIGURE.dat: block 0 has the lines of the caption and of the
# title, each other block is a curve. Run by hand, a script draws FIGURE.pdf and
# FIGURE.svg; loaded by report.gp, it draws pages of report.pdf.
reset
if (!exists("outputs")) { outputs = 'pdf svg' }
if (!exists("page_number")) { page_number = 0 }
if (!exists("brief")) { brief = 0 } # 1: at most one page of each picture

# ---- seven curves that differ in colour (Okabe and Ito), dashes and points --
set linetype 1 lc rgb '#000000' dt 1 pt 7  ps 0.6 lw 1.6
set linetype 2 lc rgb '#0072b2' dt 2 pt 5  ps 0.6 lw 1.6
set linetype 3 lc rgb '#d55e00' dt 4 pt 9  ps 0.8 lw 1.6
set linetype 4 lc rgb '#009e73' dt 5 pt 11 ps 0.8 lw 1.6
set linetype 5 lc rgb '#cc79a7' dt 3 pt 13 ps 0.9 lw 1.6
set linetype 6 lc rgb '#e69f00' dt 1 pt 4  ps 0.7 lw 1.6
set linetype 7 lc rgb '#56b4e9' dt 2 pt 6  ps 0.7 lw 1.6
set linetype cycle 7
array colour[7] = [0x000000, 0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9]

# ---- the data ----------------------------------------------------------------
data = figure.'.dat'
caption = ''; words = ''; lines = 0
stats data index 0 using (strcol(2) eq 'caption' \
    ? (caption = caption.(lines ? "\n" : '').strcol(1), lines = lines + 1) \
    : (words = words."\n".strcol(1), 1)) nooutput
stats data using (strlen(strcol(1)), 1) nooutput
curves = STATS_blocks - 1
array curve_name[curves > 0 ? curves : 1]
array curve_label[curves > 0 ? curves : 1] # the name, not too long
stats data using (column(-2) > 0 && column(0) == 0 \
    ? (curve_name[int(column(-2))] = strcol(1), curve_label[int(column(-2))] = strcol(2), 1) : 1) nooutput

# the end of an interval; where it is missing ('NaN'), the value itself
end_or(end, value) = end eq 'NaN' ? value : real(end)
# the last of the values of a column, which are the same or missing
keep(new, old) = new eq 'NaN' ? old : real(new)
# panel p has the curves from(p) to to(p), of line types type(i)
per_panel = 7
from(p) = per_panel * (p - 1) + 1
to(p) = per_panel * p < curves ? per_panel * p : curves
type(i) = (i - 1) % per_panel + 1
# the last curve of panel p with texts under the mouse: in SVG only
hover(p, out) = out eq 'svg' ? to(p) : 0

# times as people write them, such as 50 us; with the decimals that tell tics apart
# which are `step` seconds from each other near this time
time_format = '%.0s %cs'
unit(time) = 10.0 ** (3 * floor(log10(time) / 3))
decimals(time, step) = step < unit(time) ? ceil(-log10(step / unit(time)) - 1e-9) : 0
near_format(time, step) = time > 0 ? sprintf('%%.%ds %%cs', decimals(time, step)) : time_format
# a step of tics that is 1, 2 or 5 times a power of ten
power(x) = 10.0 ** floor(log10(x))
even_step(x) = x / power(x) < 1.5 ? power(x) : x / power(x) < 3.5 ? 2 * power(x) : x / power(x) < 7.5 ? 5 * power(x) : 10 * power(x)

# ---- one colour and one mark for each word that is told of a night ------------
# (`still` a word is like that word)
told(word, name) = strstrt(word, name) > 0
told_colour(word) = told(word, 'regressed') || word eq 'slower' ? 0xd55e00 : told(word, 'improved') || word eq 'faster' ? 0x009e73 \
    : told(word, 'suspect') ? 0xe69f00 : told(word, 'drifting') || told(word, 'noisier') ? 0x56b4e9 \
    : told(word, 'accepted') ? 0xcc79a7 : told(word, 'no change') ? 0x0072b2 : 0x606060
told_point(word) = told(word, 'regressed') || word eq 'slower' ? 9 : told(word, 'improved') || word eq 'faster' ? 11 \
    : told(word, 'suspect') ? 4 : told(word, 'drifting') || told(word, 'noisier') ? 6 \
    : told(word, 'accepted') ? 2 : told(word, 'no change') ? 7 : 1

# ---- the canvas ----------------------------------------------------------------
# Panels of width x height cm, `across` side by side, with the caption below
# them. A page is A4 landscape, with `across` x `down` panels.
across = 1
down = 1
width = 26.0
height = 14.0
foot = 0.9 + 0.43 * lines
legend = 0.0 # cm between the caption and the panels, for a legend that all share
panels = curves > per_panel ? (curves + per_panel - 1) / per_panel : 1
rows(out) = (panels + across - 1) / across
shown_panels(out) = out eq 'page' && brief && panels > across * down ? across * down : panels
canvas_height(out) = out eq 'page' ? 21.0 : rows(out) * height + foot + legend
canvas_width(out) = out eq 'page' ? 29.7 : across * width

open(out) = out eq 'page' ? 'more = 0' : sprintf( \
    (out eq 'pdf' ? "set terminal pdfcairo enhanced size %gcm,%gcm font 'DejaVu Sans,11' fontscale 0.7; " \
     : "set terminal svg enhanced size %g,%g dynamic font 'DejaVu Sans,11' fontscale 1.25 background '#ffffff'; ") \
    ."set output '%s.%s'", \
    canvas_width(out) * (out eq 'svg' ? 37 : 1), \
    canvas_height(out) * (out eq 'svg' ? 37 : 1), figure, out)
close(out) = 'unset multiplot'.(out eq 'page' ? '' : '; set output')

# commands before panel p: its place on the canvas, or on its page
place(p, out) = out eq 'page' ? (p - 1) % (across * down) : p - 1
high(out) = (1.0 - (foot + legend) / canvas_height(out)) / (out eq 'page' ? down : rows(out))
panel(p, out) = (place(p, out) ? 'unset label 1; unset label 2; ' \
    : (p > 1 ? 'unset multiplot; ' : '').'set multiplot; ' \
    .sprintf("set label 1 caption at screen %.5f,%.5f noenhanced font ',9' textcolor rgb '#404040'; ", \
        0.3 / canvas_width(out), (foot - 0.45) / canvas_height(out)) \
    .(out eq 'page' ? (page_number = page_number + 1, \
        sprintf("set label 2 '%spage %d' at screen 0.985,0.02 right font ',8' textcolor rgb '#404040'; ", \
            shown_panels(out) < panels ? sprintf('%d of %d panels, all are in %s.svg; ', \
                                                 shown_panels(out), panels, figure) : '', page_number)) : '')) \
    .sprintf('set origin %.5f,%.5f; set size %.5f,%.5f', \
        (place(p, out) % across) / (1.0 * across), \
        1.0 - (place(p, out) / across + 1) * high(out), \
        1.0 / across, high(out))

# commands for a panel without data
nothing = "set label 9 'nothing was measured' at graph 0.5,0.5 center; " \
    ."unset logscale; plot [0:1] [0:1] NaN notitle; unset label 9"

set border lw 0.8
set grid xtics ytics lc rgb '#d8d8d8' lw 0.6 dt 1
set tics nomirror
set key outside bottom left horizontal Left reverse samplen 3 spacing 1.1 noenhanced
set errorbars 0.6
set title noenhanced
set xlabel "n (elements of each vector)" offset 0,0.3

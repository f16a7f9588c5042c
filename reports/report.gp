# report.pdf: pages of text from report.dat, and all figures.
# By hand: gnuplot -d report.gp
outputs = 'page'
page_number = 0
where = ''; contents = -1; entries = 0
array entry_page[64]
set terminal pdfcairo enhanced size 29.7cm,21cm font 'DejaVu Sans,11' fontscale 0.7
set output 'report.pdf'

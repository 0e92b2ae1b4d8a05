# The table of results/ as a picture, beside what was measured:  gnuplot picture.gp
set terminal svg size 560,380 background rgb 'white' font 'Helvetica,12'
set output 'critical_pressure.svg'
set datafile separator ','
set xlabel 'current density (mA/cm²)'
set ylabel 'critical pressure (MPa)'
set logscale y
set xrange [0:4.2]
set yrange [0.2:500]
set key bottom right
plot 'results/critical_pressure.csv' skip 1 using 1:2 with linespoints pt 7 lc rgb '#1f6fb4' title 'PΩ on vacancies, sodium, 100 µm', \
     'results/critical_pressure_potassium.csv' skip 1 using 1:2 with linespoints pt 5 lc rgb '#777777' title 'the same, potassium, 20 °C', \
     9.0/2.5*x with lines dt 2 lc rgb '#c0392b' title 'linear to 9 MPa at 2.5 mA/cm² (Jolly et al.: more than that)', \
     '-' using 1:2 with points pt 12 ps 1.5 lw 2 lc rgb '#c0392b' title 'potassium, measured: voids above that current'
2.0,2.5
e

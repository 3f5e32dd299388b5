"""What the plans say as registers: who does what, figures and time limits as plain rows, for the API, the page and the command line.

plans → rows (`rows`) → those asked for (`filters`) → in order (`ordering`) → CSV, XLSX, calendar (`columns`, `tables_out`, `calendar_out`)
"""

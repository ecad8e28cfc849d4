"""One outside thing per file; each raises HotseatError and decides nothing."""

"""What follows from days off and declared clocks: values in, values out, no database and no clock of its own."""

"""What holds about clients: plain rules over plain values."""

"""What happens to families is written here, each event in one transaction with the versions it makes."""

"""Writing about clients, and the reads that leave an entry in the audit."""

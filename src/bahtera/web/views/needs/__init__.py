"""Pages of needs: what is lacking and who answers for it, what if, what a budget reaches."""

"""What families lack, who answers for it, what would help most: mapping, priorities, what-if, budget."""

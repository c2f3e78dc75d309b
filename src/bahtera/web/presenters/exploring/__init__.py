"""The pages on which an area is looked into: what lies inside side by side, and what changed between two rounds."""

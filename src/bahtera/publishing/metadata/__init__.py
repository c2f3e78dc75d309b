"""What a round's data are, in the words of the statistics office and of archives: MS-Keg, MS-Var, MS-Ind, DDI, SDMX."""

"""``python -m bahtera.cli``."""

from bahtera.cli.main import main

main()

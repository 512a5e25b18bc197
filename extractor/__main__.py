"""``python -m extractor`` is the command ``nianbao``."""

from .cli import main

main(prog_name="nianbao")

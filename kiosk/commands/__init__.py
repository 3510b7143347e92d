"""The sub-commands of `kiosk`, one thin module each: `add_arguments(parser)` and `run(arguments) -> exit status`."""

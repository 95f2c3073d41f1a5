"""The commands of `tanggap`, one module each, found by name: a new file here is a new command.

`tanggap some-name` runs `some_name.py` (`import_.py` for a name that is a word of Python). The module's docstring is
the command's help; its first line stands in the list. The module offers

- `add_arguments(parser)` and `run(args) -> int`; Django is prepared in between, so models are imported inside `run` or
  in a module that `run` imports (`NEEDS_DJANGO = False` leaves Django out); or
- `main(argv) -> int`, for commands of rooms that need no Django and read their own arguments.

The status returned is 0 for done, 1 for refused or failed, 2 for wrong usage. `Refused("one line")` from
`tanggap.config.commandline` is the way to fail.
"""

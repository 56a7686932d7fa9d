"""One module per command of `script/`, each with `main(arguments) -> exit code`."""

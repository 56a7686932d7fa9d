"""What the commands in `script/` share: the environment that they set up and use.

Standard library only, so that it runs before anything is installed.
"""

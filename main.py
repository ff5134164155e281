"""Starts StemSup Desktop from a source tree."""

from stemsup_desktop.app import main

if __name__ == "__main__":
    main()

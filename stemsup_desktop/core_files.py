"""A crash leaves no image of the memory on the disk: it would hold the open vault's key and what is on the screen."""

import sys

if sys.platform == "win32":

    def forbid_core_files() -> None:
        """Change nothing: Windows keeps its crash reports by its own settings."""

else:
    import resource

    def forbid_core_files() -> None:
        """Let neither this process nor one that it starts write a core file; systemd's and Ubuntu's collectors heed
        the limit too."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

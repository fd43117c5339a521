"""May this text be shown?"""

__version__ = "0.5.0"

"""Which communities fit a member?"""

__version__ = "0.2.1"

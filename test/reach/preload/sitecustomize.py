"""Imported before pytest: the date is as many milliseconds later as REACH_SHIFT says."""

import datetime
import os
import time

_SHIFT = float(os.environ.get("REACH_SHIFT", "0")) / 1000

if _SHIFT:
    _time, _time_ns, _gmtime, _localtime = time.time, time.time_ns, time.gmtime, time.localtime
    time.time = lambda: _time() + _SHIFT
    time.time_ns = lambda: _time_ns() + int(_SHIFT * 1_000_000_000)
    time.gmtime = lambda *at: _gmtime(*at) if at and at[0] is not None else _gmtime(time.time())
    time.localtime = lambda *at: _localtime(*at) if at and at[0] is not None else _localtime(time.time())
    _Date, _Datetime = datetime.date, datetime.datetime

    class _Like(type):
        def __instancecheck__(cls, value):
            return isinstance(value, cls.__mro__[1])

    class date(_Date, metaclass=_Like):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    class shifted(_Datetime, metaclass=_Like):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls):
            return cls.utcfromtimestamp(time.time())

        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    shifted.__name__ = shifted.__qualname__ = "datetime"
    for _one in (date, shifted):
        _one.__module__ = "datetime"
    datetime.date, datetime.datetime = date, shifted

"""Why a call to a service gave no answer."""


class UpstreamError(Exception):
    """No usable answer came."""


class NoAnswer(UpstreamError):
    """The service cannot be reached, or the connection closed before the first byte of an answer."""


class BrokenAnswer(UpstreamError):
    """What came is no HTTP, or broke off."""


class AnswerTooLarge(UpstreamError):
    """The answer passes the limit."""


class TooLate(UpstreamError):
    """The deadline passed first."""

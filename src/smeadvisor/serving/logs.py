"""What the process logs keeps nobody's address or number.

For the doors that own their process; a program that uses the library keeps its logging as it is.
"""

import logging
import traceback

from smeadvisor.text.masking import masked


def mask_logs() -> None:
    """From now on every log record of this process is made masked, whoever logs and whoever shows it.

    Asking for it again changes nothing.
    """
    if not isinstance(logging.getLogRecordFactory(), _MaskedRecords):
        logging.setLogRecordFactory(_MaskedRecords())


class _MaskedRecords:
    """Makes log records in which message, arguments, exception and stack are masked.

    A filter would have to be on every handler, also on those that a library adds later.
    """

    def __init__(self) -> None:
        self._make = logging.getLogRecordFactory()

    def __call__(self, *args: object, **kwargs: object) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        _mask_message(record)
        if record.exc_info and record.exc_info[0]:
            told = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
            if masked(told) != told:
                # Without exc_info no handler can tell it again in its own way.
                record.exc_text, record.exc_info = masked(told), None
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        return record


def _mask_message(record: logging.LogRecord) -> None:
    try:
        message = record.getMessage()
    except (TypeError, ValueError, KeyError):
        # Logging will complain of the arguments and show them.
        record.msg = masked(str(record.msg))
        arguments = record.args if isinstance(record.args, tuple) else (record.args,)
        record.args = tuple(masked(str(one)) for one in arguments)
        return
    if masked(message) != message:
        # A message that is masked as a whole has no arguments left; others keep theirs.
        record.msg, record.args = masked(message), ()

"""How the register of programmes is read: once, from all passages of an index, when it is first asked for."""

from collections.abc import Callable
from threading import Lock

from smeadvisor.answering.programmes import Register, read_register
from smeadvisor.indexing.index import Index


def register_over(index: Index) -> Callable[[], Register]:
    """Gives the register of an index; threads that ask at the same time get the same one."""
    lock, made = Lock(), list[Register]()

    def register() -> Register:
        with lock:
            if not made:
                made.append(read_register(index.everything(), index.stretch))
            return made[0]

    return register

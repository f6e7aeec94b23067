"""Where is a foreign file parsed? In a limited child process, never in the server's own.

`run(function, *args)` calls a module-level function in a warm child that reads no files but programs, fonts and
what it is lent, writes none, has no network, starts no programs, and is limited in memory, time and open files. A
file that kills its reader is a finding in words; the caller lives. The function may `ask` its caller for what it needs.
"""

from makeready.press.confine.child import ask
from makeready.press.confine.lent import lend
from makeready.press.confine.pool import Busy, ConfinedFault, FileTooHard, no_questions, run, settle, warm

__all__ = ["Busy", "ConfinedFault", "FileTooHard", "ask", "lend", "no_questions", "run", "settle", "warm"]

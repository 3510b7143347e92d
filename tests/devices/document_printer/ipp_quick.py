"""Deadlines for tests, in seconds: as short as a busy machine allows."""

from devices.document_printer.ipp_printer import Patience

QUICK = Patience(look_s=1, ask_s=1, send_s=1, help_s=1, stall_s=1, job_s=20, lost_s=0.4, cancel_s=0.5, poll_s=0.02)

"""The forms in which articles are saved (room: reading): one module a form, bytes in and records out."""

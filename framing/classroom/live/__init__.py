"""Room classroom, the live session: pupils mark articles on their phones, and the class stands beside the tool.

`text` cuts articles into what can be marked, `marks` holds the rules and limits of marking, `store` keeps everything in
one SQLite file, `compare` sets the class beside the tool, `export` writes and deletes. `guard`, `pages`, `pupils`,
`teacher`, `app` and `serve` are the pages. None of the first five knows the web.
"""

"""The planner's desk in the browser: sheet, money and rules in, a list that is explained and simulated out.

``draft`` is the state, and every change of it a pure function; ``decide``, ``reading`` and ``replay`` run in processes
of their own (``work``); ``session`` keeps one person's desk on the server; ``views`` and ``charts`` turn it into rows
and pictures; ``page`` shows them and passes on what is clicked; ``guard`` keeps strangers out.
"""

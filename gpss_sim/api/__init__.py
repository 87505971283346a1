"""What a researcher and a planner call from Python: ``import gpss_sim as gp``.

Each name stands in the package itself: ``gp.load``, ``gp.run``, ``gp.compare``, ``gp.study``, ``gp.batch``,
``gp.read``, ``gp.merge``, ``gp.allocate``, ``gp.explain``, ``gp.plan``, and the plots
``gp.plots``. Tables are pandas frames; ``frame.attrs["units"]`` tells the unit of each column or indicator.
"""

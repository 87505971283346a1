"""Which factors move an outcome, where it is good, and what knowing more would be worth.

Pure functions of arrays. Rows are design points, factors are columns, replications are kept apart so that the luck of a
run is not taken for an effect of a factor. All resampling draws from named streams.
"""

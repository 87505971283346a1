"""The market: buyers, agencies and recipients living through fiscal years in SimPy."""

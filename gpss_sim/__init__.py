"""Simulate and plan government purchase of social work services (政府购买社会工作服务)."""

__version__ = "0.1.0"

"""What happens under a contract: its years, months of service, payments, vouchers, scores, early ends.

Imports agencies, the library, the treasury and below; knows neither tenders nor the buyer.
"""
